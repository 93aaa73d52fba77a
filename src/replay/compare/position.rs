//! Where a record comes from: the header `copydesk-source`, by which two topics are joined.

use std::fmt;
use std::str::FromStr;

/// `topic/partition/offset` of the source message, and `#item` where it holds several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
    pub item: Option<u32>,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.topic, self.partition, self.offset)?;
        self.item.map_or(Ok(()), |item| write!(f, "#{item}"))
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (place, item) = match text.split_once('#') {
            Some((place, item)) => (place, Some(item.parse().map_err(drop)?)),
            None => (text, None),
        };
        let mut parts = place.rsplitn(3, '/');
        let offset: i64 = parts.next().ok_or(())?.parse().map_err(drop)?;
        let partition: i32 = parts.next().ok_or(())?.parse().map_err(drop)?;
        let topic = parts.next().ok_or(())?;
        if topic.is_empty() || offset < 0 || partition < 0 {
            return Err(());
        }
        Ok(Position { topic: topic.into(), partition, offset, item })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_as_the_stage_writes_them() {
        for text in ["wire.raw/3/991", "a_b-c/0/0", "wire.raw/3/991#0", "wire.raw/11/7#42"] {
            assert_eq!(text.parse::<Position>().expect(text).to_string(), text);
        }
        for text in ["", "wire.raw", "wire.raw/3", "/3/991", "a/3/-1", "a/-3/1", "a/3/x", "a/3/1#", "a/3/1#x"]
        {
            assert_eq!(text.parse::<Position>(), Err(()), "{text}");
        }
    }
}
