//! What the metadata said and the text overruled: kept in `copydesk.raw`, so that nothing is lost.

use super::Told;
use crate::authority::Gazetteer;
use crate::desk::copy::Copy;
use crate::record::Warning;

/// Field → what was overruled. Adds the warning of bylines that differ; the others were given where they were found.
pub fn overruled(
    told: &Told<'_>,
    copy: &Copy,
    gazetteer: &Gazetteer,
    warnings: &mut Vec<Warning>,
) -> Vec<(&'static str, String)> {
    let warned = |code: &str, warnings: &[Warning]| warnings.iter().any(|warning| warning.code == code);
    let mut kept = Vec::new();
    if warned("dateline.metadata_conflict", &copy.warnings) {
        kept.extend(super::claimed(told.envelope, gazetteer).map(|line| ("dateline", line)));
    }
    if warned("language.mismatch", warnings) {
        kept.extend(told.envelope.language.clone().map(|tag| ("language", tag)));
    }
    let (text, field) = (&copy.credit.bylines, &told.bylines);
    let same = |name: &str| text.iter().any(|byline| byline.name.eq_ignore_ascii_case(name));
    if !text.is_empty() && !field.is_empty() && !field.iter().any(|byline| same(&byline.name)) {
        let names = |list: &[crate::record::Byline]| {
            list.iter().map(|byline| byline.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        warnings.push(Warning {
            code: "byline.metadata_conflict",
            field: "by",
            detail: format!(
                "the metadata say `{}`, the text `{}`: the text was taken",
                names(field),
                names(text)
            ),
        });
        kept.push(("byline", names(field)));
    }
    kept
}
