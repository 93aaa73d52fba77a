use super::*;

fn read(text: &str) -> Result<(Value<'_>, Option<String>), Reject> {
    let (mut values, repairs) = parse(text, &Limits::default())?;
    assert_eq!(values.len(), 1, "{text}");
    Ok((values.remove(0), repairs.warning().map(|warning| warning.detail)))
}

fn string(text: &str) -> (String, Option<String>) {
    let (value, repaired) = read(text).unwrap();
    (value.get("a").and_then(Value::text).unwrap_or_default().to_owned(), repaired)
}

#[test]
fn what_json_is() {
    let (value, repaired) =
        read(r#" {"a":[1,-2.5e3,true,null,{"b":"c\n\u00fc\ud83d\ude00\/"}],"d":{}} "#).unwrap();
    assert_eq!(repaired, None);
    let list = value.get("a").unwrap().each();
    assert_eq!(list[..4], [Value::Number("1"), Value::Number("-2.5e3"), Value::Bool(true), Value::Null]);
    assert_eq!(list[4].get("b").and_then(Value::text), Some("c\nü😀/"));
    assert!(value.get("d").unwrap().is_empty());
}

#[test]
fn what_is_mended() {
    for (text, wanted, repaired) in [
        ("{\"a\":\"one\ttwo\r\nthree\"}", "one\ttwo\r\nthree", "control characters in strings: 3"),
        ("{\"a\":\"o\0ne\u{b}two\"}", "one two", "control characters in strings: 2"),
        (
            r#"{"a":"he said \“no\” and \'so\'"}"#,
            "he said “no” and 'so'",
            "escapes that JSON does not have: 4",
        ),
        (r#"{"a":"C:\Users"}"#, "C:\\Users", "escapes that JSON does not have: 1"),
        (r#"{"a":"\u00zz"}"#, "\\u00zz", "escapes that JSON does not have: 1"),
        (r#"{"a":"\ud83d."}"#, "\u{fffd}.", "half surrogates: 1"),
        (r#"{"a":"one","b":[1,2,],}"#, "one", "commas before a closing bracket: 2"),
        (r#"{"a":"one","b":NaN,"c":-Infinity}"#, "one", "numbers that are none: 2"),
        (r#"{"a":"one","a":"two","a":null}"#, "two", "keys given twice: 2"),
    ] {
        assert_eq!(string(text), (wanted.to_owned(), Some(repaired.to_owned())), "{text}");
    }
    assert_eq!(string("{\"a\":\"one\"}\0\n"), ("one".into(), None));
}

#[test]
fn what_is_refused() {
    let deep = "[".repeat(200);
    for (text, code, place) in [
        ("{\"a\":\"one", "wire.json_broken", "line 1, column 10: it ends too early"),
        ("{\"a\":\"one\"", "wire.json_broken", "it ends too early"),
        ("{\"a\":tr", "wire.json_broken", "it ends too early"),
        ("{\"a\":\"x\\u00", "wire.json_broken", "it ends too early"),
        ("{\"é\":1,\n\"ü\" 2}", "wire.json_broken", "line 2, column 5: something else"),
        ("{\"a\":\"he said \"no\" to it\"}", "wire.json_broken", "line 1, column 16"),
        ("{\"a\":1 \"b\":2}", "wire.json_broken", "line 1, column 8"),
        ("{\"a\":1} and so on", "wire.json_broken", "line 1, column 9"),
        ("", "wire.json_broken", "it ends too early"),
        (&deep, "wire.too_deep", "limits.max_depth = 100"),
    ] {
        let reject = read(text).unwrap_err();
        assert_eq!(reject.code, code, "{text}");
        assert!(reject.message.contains(place), "{text}: {}", reject.message);
        assert!(!reject.message.contains("said"), "the message quotes the copy");
    }
}

#[test]
fn depth_is_bounded_whatever_the_limits() {
    let limits = Limits { max_depth: usize::MAX, ..Limits::default() };
    assert_eq!(parse(&"[".repeat(1_000_000), &limits).unwrap_err().code, "wire.too_deep");
}

#[test]
fn several_values_and_many_keys() {
    let (values, _) = parse("{\"a\":1}\n\n{\"a\":2}", &Limits::default()).unwrap();
    assert_eq!(values.len(), 2);
    let many = (0..1_000).map(|n| format!("\"k{}\":{n}", n % 999)).collect::<Vec<_>>().join(",");
    let text = format!("{{{many}}}");
    let (value, repaired) = read(&text).unwrap();
    assert_eq!(value.fields().len(), 999);
    assert_eq!(value.get("k0"), Some(&Value::Number("999")));
    assert_eq!(repaired.as_deref(), Some("keys given twice: 1"));
}
