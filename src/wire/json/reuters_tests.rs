use crate::wire::json::tests::one;

#[test]
fn an_item() {
    let got = one(
        r#"{"data":{"item":{"uri":"tag:reuters.com,2024:newsml_L1N2","usn":"L1N2","versionedGuid":"tag:reuters.com,2024:newsml_L1N2:7","type":"text","versionCreated":"2024-03-01T14:05:09.000Z",
        "slug":"EXAMPLE-FERRY/ (UPDATE 1)","language":"en","byLine":"By Jane Roe","headLine":"UPDATE 1-Ferry sinks","caption":"A ferry. REUTERS/Kim Poe","located":"Bengaluru","urgency":3,
        "bodyXhtml":"<html><head><title/></head><body><p>HOBART, March 1 (Reuters) - A ferry\nsank.</p></body></html>","usageTerms":"Editorial only","keyword":null,
        "subject":[{"name":"Environment","code":"N2:ENV"},{"name":null,"code":"MCC:I"}],"fragment":"A ferry sank."}}}"#,
    );
    let envelope = &got.envelope;
    assert_eq!(got.body, "HOBART, March 1 (Reuters) - A ferry sank.");
    assert_eq!(envelope.headlines[0].text, "UPDATE 1-Ferry sinks");
    assert_eq!(envelope.ids[0].1, "tag:reuters.com,2024:newsml_L1N2");
    assert_eq!(envelope.provider.as_deref(), Some("Reuters"));
    assert_eq!((envelope.located.len(), envelope.unmapped["located"].as_str()), (0, "Bengaluru"));
    assert_eq!(envelope.descriptions, ["A ferry sank.", "A ferry. REUTERS/Kim Poe"]);
    assert_eq!(envelope.subjects[0].scheme.as_deref(), Some("N2"));
}
