//! What an envelope says that no record has a place for.

use std::collections::BTreeMap;

use super::Limits;

/// Keeps `value` under the path of its field, trimmed; values of one path are joined by `; `. Blank ones are left out, and
/// silently so is what does not fit into `limits.max_unmapped_bytes`, paths and values taken together.
pub fn keep(map: &mut BTreeMap<String, String>, path: &str, value: &str, limits: &Limits) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    // Walking the map costs little: the bound holds for it too.
    let used: usize = map.iter().map(|(path, value)| path.len() + value.len()).sum();
    let old = map.get(path).map(String::len);
    let added = value.len() + if old.is_some() { 2 } else { path.len() };
    if used + added > limits.max_unmapped_bytes {
        return;
    }
    match map.get_mut(path) {
        Some(old) if old.split("; ").any(|known| known == value) => {}
        Some(old) => {
            old.push_str("; ");
            old.push_str(value);
        }
        None => _ = map.insert(path.to_owned(), value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_within_the_bound() {
        let limits = Limits { max_unmapped_bytes: 12, ..Limits::default() };
        let mut map = BTreeMap::new();
        keep(&mut map, "a", " one ", &limits);
        keep(&mut map, "a", "one", &limits);
        keep(&mut map, "b", " ", &limits);
        keep(&mut map, "c", "much too long", &limits);
        keep(&mut map, "a", "two", &limits);
        keep(&mut map, "d", "no", &limits);
        assert_eq!(
            map.into_iter().collect::<Vec<_>>(),
            [("a".to_owned(), "one; two".to_owned()), ("d".to_owned(), "no".to_owned())]
        );
    }
}
