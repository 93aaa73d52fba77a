use super::super::Limits;
use super::*;

fn xml(text: &str) -> Result<String, &'static str> {
    let tree = Tree::xml(text, &Limits::default()).map_err(|reject| reject.code)?;
    Ok(tree.root().and_then(Node::text).unwrap_or_default())
}

#[test]
fn text_and_references() {
    for (text, wanted) in [
        ("<a>one &amp; two &#233;&#xe9; &eacute;&nbsp;</a>", "one & two éé é"),
        ("<a><![CDATA[<b> & c]]></a>", "<b> & c"),
        ("<a>R & D</a>", "R & D"),
        ("<a>&strange; one</a>", "&strange; one"),
        ("<!DOCTYPE a SYSTEM \"a.dtd\" [<!ENTITY % n SYSTEM \"n.dtd\"> %n;]><a>t</a>", "t"),
        ("<a><p>one</p><p>two</p></a>", "one two"),
    ] {
        assert_eq!(xml(text), Ok(wanted.to_owned()), "{text}");
    }
}

#[test]
fn declared_charsets() {
    for (text, name) in [
        ("<?xml version='1.0' encoding=\"iso-8859-1\"?><a/>", Some("iso-8859-1")),
        ("\n<?xml version=\"1.0\" encoding = 'UTF-8' standalone='yes'?>", Some("UTF-8")),
        ("<?xml version='1.0'?><a encoding='koi8-r'/>", None),
        ("<?xml encoding", None),
        ("<a/>", None),
    ] {
        assert_eq!(declared(text.as_bytes()), name, "{text}");
    }
}

#[test]
fn what_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
    let many = format!("<a {}/>", (0..200).map(|n| format!("b{n}='c' ")).collect::<String>());
    for (text, code) in [
        ("<a><b></a>", "wire.xml_broken"),
        ("<a>", "wire.xml_broken"),
        ("<a", "wire.xml_broken"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "wire.xml_entities"),
        (&deep, "wire.too_deep"),
        (&many, "wire.too_many_attributes"),
    ] {
        assert_eq!(xml(text), Err(code), "{text:.40}");
    }
}

#[test]
fn elements_and_attributes() {
    let limits = Limits::default();
    let tree =
        Tree::xml("<n:a><b x:c='1 &lt; 2' d=''><e>f</e></b><b><e>g</e><h/></b></n:a>", &limits).unwrap();
    let root = tree.root().unwrap();
    assert_eq!((root.name(), root.find("b").unwrap().attr("c").as_deref()), ("a", Some("1 < 2")));
    assert_eq!(root.find("b").unwrap().filled("d"), None);
    assert!(root.find("b/h").is_some());
    let all: Vec<_> = root.descendants("e").filter_map(Node::text).collect();
    assert_eq!(all, ["f", "g"]);
}

#[test]
fn html_never_fails_and_never_drops_text() {
    for (text, wanted) in [
        ("<p>one<p>two<br>three</p>", "one two three"),
        ("a < b and c > d", "a < b and c > d"),
        ("<b>one</i> two", "one two"),
        ("mail <jane@example.org> now", "mail <jane@example.org> now"),
        ("Axyz <AXYZ.N> rose </X>", "Axyz <AXYZ.N> rose </X>"),
        ("one <", "one <"),
        ("one <p", "one <p"),
        ("<P CLASS=x>one</P>&bogus; &copy;", "one &bogus; ©"),
    ] {
        let tree = Tree::html(text, &Limits::default());
        assert_eq!(tree.document().text().as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn many_strays_leave_what_follows_as_markup() {
    let text = format!("<p>{}</p><p class='x'>end</p>", "1 < 2 and 3 > 2, ".repeat(500));
    let tree = Tree::html(&text, &Limits::default());
    let last = tree.document().descendants("p").last().unwrap();
    assert_eq!(last.text().as_deref(), Some("end"));
}
