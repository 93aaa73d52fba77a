use super::*;

fn builtin() -> Agencies {
    Agencies::load(&[]).unwrap()
}

fn user(path: &str, text: &str) -> Result<Agencies, AuthorityError> {
    Agencies::load(&[OverrideFile { path: path.to_owned(), text: text.to_owned() }])
}

#[test]
fn the_published_codes_are_all_known() {
    let agencies = builtin();
    assert!(agencies.iter().count() >= 80);
    for code in
        "AFP AP REUTERS DPA EFE ANSA XINHUA TASS KYODO YONHAP PTI UPI PA AAP CP BELGA NTB TT STT APA ATS \
                 ANP RITZAU NYT BLOOMBERG DOWJONES MARKETWATCH NEWRATINGS CBC SPORTSNETWORK SPORTSTICKER \
                 ZIFFDAVIS MACCENTRAL NEWSFACTOR OFFICIALWIRE PRNEWSWIRE BUSINESSWIRE GLOBENEWSWIRE ASIANET \
                 BUSINESSDESK"
            .split_whitespace()
    {
        assert_eq!(agencies.by_code(code).map(|a| a.code.as_str()), Some(code));
    }
}

#[test]
fn spellings() {
    let agencies = builtin();
    for (credit, code) in [
        ("Reuter", "REUTERS"),
        ("REUTERS", "REUTERS"),
        ("Thomson Reuters", "REUTERS"),
        ("The Associated Press", "AP"),
        ("associated press", "AP"),
        ("A.P.", "AP"),
        ("Agence France-Presse", "AFP"),
        ("dpa", "DPA"),
        ("Itar-Tass", "TASS"),
        ("Xinhuanet", "XINHUA"),
        ("CBS.MW", "MARKETWATCH"),
        ("Sports Network", "SPORTSNETWORK"),
        ("Ticker", "SPORTSTICKER"),
        ("USATODAY.com", "USATODAY"),
        ("GLOBE NEWSWIRE", "GLOBENEWSWIRE"),
        ("BUSINESS WIRE", "BUSINESSWIRE"),
        ("Canadian Press", "CP"),
        ("PA", "PA"),
        ("Saudi Press Agency (SPA)", "SPA"),
        ("ČTK", "CTK"),
        ("新华社", "XINHUA"),
        ("ats", "ATS"),
        ("AA", "ANADOLU"),
        (" The Sports Network ", "SPORTSNETWORK"),
    ] {
        assert_eq!(agencies.by_name(credit).map(|a| a.code.as_str()), Some(code), "{credit}");
    }
}

#[test]
fn words_are_no_agencies() {
    let agencies = builtin();
    for word in [
        "",
        "(",
        "Pa",
        "tt",
        "aa",
        "the times",
        "ticker",
        "time",
        "app",
        "map",
        "tap",
        "wired",
        "fortune",
        "beta",
        "petra",
        "Mana Pools",
        "Reuters said",
        "said Reuters",
        "AFP/Reuters",
        "Associated Press (AFP)",
    ] {
        assert_eq!(agencies.by_name(word).map(|a| a.code.as_str()), None, "{word}");
    }
}

#[test]
fn the_longest_spelling_at_the_start() {
    let agencies = builtin();
    for (text, wanted) in [
        ("Associated Press Writer", Some(("AP", "Associated Press"))),
        ("AP Sports Writer", Some(("AP", "AP Sports"))),
        ("Press Association Political Correspondent", Some(("PA", "Press Association"))),
        ("Press Association", Some(("PA", "Press Association"))),
        ("Canadian Press - A ferry", Some(("CP", "Canadian Press"))),
        ("AFP/Reuters", Some(("AFP", "AFP"))),
        ("AFP.", Some(("AFP", "AFP"))),
        ("A.P. - A ferry", Some(("AP", "A.P."))),
        ("/TASS/", None),
        ("Press gangs", None),
        ("APPLE", None),
    ] {
        let found = agencies.at_start(text).map(|(agency, len)| (agency.code.as_str(), &text[..len]));
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn no_spelling_is_claimed_twice() {
    let agencies = builtin();
    for agency in agencies.iter() {
        for spelling in [&agency.code, &agency.name].into_iter().chain(&agency.aliases).chain(&agency.exact) {
            let owner = agencies.by_name(spelling).map(|a| &a.code);
            assert_eq!(owner, Some(&agency.code), "{spelling}");
        }
    }
}

#[test]
fn initials_that_agencies_share() {
    let agencies = builtin();
    let codes = |initials: &str| -> Vec<&str> {
        agencies.sharing(initials).iter().map(|id| agencies.get(*id).code.as_str()).collect()
    };
    assert_eq!(codes("APA"), ["APA", "APANEWS", "APAZERBAIJAN"]);
    assert_eq!(codes("apa"), codes("APA"));
    assert!(codes("AFP").is_empty());
    for agency in agencies.iter().filter(|agency| !agency.shared.is_empty()) {
        for initials in &agency.shared {
            assert!(codes(initials).len() > 1, "{initials} of {} are nobody else's", agency.code);
            assert!(codes(initials).contains(&agency.code.as_str()));
            assert_eq!(agencies.by_name(initials).map(|a| a.code.as_str()), codes(initials).first().copied());
        }
    }
    let own =
        user("agencies/zzz.toml", "code = \"ZZZ\"\nname = \"Zed\"\nkind = \"online\"\nshared = [\"ZED9\"]\n");
    let own = own.unwrap();
    assert_eq!(own.by_name("ZED9").map(|a| a.code.as_str()), Some("ZZZ"), "nobody else's");
}

#[test]
fn files_bear_their_code() {
    for (file, text) in FILES {
        let agency = parse(file, text).unwrap();
        assert_eq!(*file, format!("agencies/{}.toml", agency.code.to_lowercase()));
        assert!(agency.country.is_some() && !agency.languages.is_empty(), "{file}");
    }
}

const OWN: &str = "code = \"PA\"\nname = \"Prairie Argus\"\nkind = \"newspaper\"\n";

#[test]
fn a_users_file_adds_or_replaces() {
    let added = user(
        "agencies/lww.toml",
        "code = \"LWW\"\nname = \"Lake Wire\"\nkind = \"online\"\nexact = [\"PA\"]\n",
    );
    let added = added.unwrap();
    assert_eq!(added.by_name("lake wire").map(|a| a.code.as_str()), Some("LWW"));
    assert_eq!(added.by_name("PA").map(|a| a.code.as_str()), Some("LWW"), "a user's spelling wins");
    assert_eq!(added.iter().count(), builtin().iter().count() + 1);
    let replaced = user("agencies/pa.toml", OWN).unwrap();
    assert_eq!(replaced.by_code("PA").map(|a| a.name.as_str()), Some("Prairie Argus"));
    assert!(replaced.by_name("Press Association").is_none(), "replaced whole");
    assert!(user("places.tsv", "not an agency").is_ok());
}

#[test]
fn a_users_fault_is_told_with_file_and_key() {
    for (text, wanted) in [
        ("code = \"PA\"\nnmae = \"x\"\n", "agencies/x.toml: line 2: unknown field `nmae`"),
        ("code = \"PA\"\n", "agencies/x.toml: line 1: missing field `name`"),
        (
            "code = \"p.a.\"\nname = \"x\"\nkind = \"agency\"\n",
            "agencies/x.toml: `code` is \"p.a.\"; write capital",
        ),
        ("code = \"PA\"\nname = \"x\"\nkind = \"wire\"\n", "agencies/x.toml: line 3: unknown variant `wire`"),
        (
            "code = \"PA\"\nname = \"x\"\nkind = \"agency\"\nhome = [\"\"]",
            "agencies/x.toml: `home` has an empty value",
        ),
        ("code = ", "agencies/x.toml: line 1: "),
    ] {
        let fault = user("agencies/x.toml", text).err().expect("a fault").to_string();
        assert!(fault.starts_with(wanted), "{fault}");
    }
}
