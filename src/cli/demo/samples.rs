//! The sample dispatches that are built in: original copy in the forms of many agencies, and some that is
//! broken on purpose. The people and events in it are invented.

/// A dispatch to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The message's key: the file's name.
    pub name: String,
    /// `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
}

macro_rules! embed {
    ($($name:literal,)*) => {
        &[$(($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/samples/", $name)))),*]
    };
}

const FILES: &[(&str, &[u8])] = embed![
    "01-ap-modern.txt",
    "02-ap-anpa-sports.txt",
    "03-ap-us-state.txt",
    "04-ap-undated-roundup.txt",
    "05-ap-writethru-eds.txt",
    "06-ap-kill.txt",
    "07-reuters-city.txt",
    "08-reuters-update-bullets.txt",
    "09-reuters-corrected.txt",
    "10-reuters-undated.txt",
    "11-reuters-two-cities.txt",
    "12-reuters-alert.txt",
    "13-reuters-online.txt",
    "14-afp-header-form.txt",
    "15-afp-newslines.txt",
    "16-afp-fr.txt",
    "17-afp-un.txt",
    "18-dpa-en.txt",
    "19-dpa-de.txt",
    "20-dpa-partner.txt",
    "21-efe-en.txt",
    "22-efe-es.txt",
    "23-ansa-en.txt",
    "24-ansa-it.txt",
    "25-kyodo.txt",
    "26-yonhap.txt",
    "27-xinhua.txt",
    "28-xinhua-missing-space.txt",
    "29-tass.txt",
    "30-interfax.txt",
    "31-pti.txt",
    "32-ians.txt",
    "33-ani.txt",
    "34-upi.txt",
    "35-bloomberg.txt",
    "36-anadolu.txt",
    "37-wam.txt",
    "38-spa.txt",
    "39-ritzau.txt",
    "40-ntb.txt",
    "41-stt.txt",
    "42-anp.txt",
    "43-belga.txt",
    "44-apa.txt",
    "45-aap.txt",
    "46-cp.txt",
    "47-prnewswire.txt",
    "48-businesswire.txt",
    "49-globenewswire.txt",
    "50-ats-fr.txt",
    "51-ap-aboard-ship.txt",
    "52-ap-united-nations.txt",
    "53-embargoed.txt",
    "54-pa.txt",
    "55-several-cities.txt",
    "56-reuters-withdrawn.txt",
    "57-urgent-lead.txt",
    "58-dateline-only.txt",
    "59-table-only.txt",
    "60-test-message.txt",
    "61-prose-without-dateline.txt",
    "62-empty.txt",
    "63-windows-1252.txt",
    "64-picture.bmp",
    "65-stray-nuls.txt",
    "66-truncated-markup.xml",
    "67-reuters-newsmlg2.xml",
    "68-afp-newsml1.xml",
    "69-pa-nitf.xml",
    "70-ap-media.json",
    "71-dpa-digitalwires.json",
    "72-dpa-iptc7901.txt",
    "73-ap-anpa1312.tst",
    "74-globenewswire-release.txt",
    "75-efe-two-items.xml",
];

/// All samples, and a tombstone, which no file can be.
pub fn builtin() -> Vec<Sample> {
    let tombstone = Sample { name: "00-tombstone".into(), payload: None };
    let files =
        FILES.iter().map(|(name, bytes)| Sample { name: (*name).to_owned(), payload: Some(bytes.to_vec()) });
    std::iter::once(tombstone).chain(files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/samples");
        let mut there: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort_unstable();
        assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), there);
    }

    #[test]
    fn the_samples_show_every_kind_of_outcome() {
        let samples = builtin();
        assert!(samples.len() >= 40);
        assert!(samples.iter().any(|s| s.payload.is_none()), "no tombstone");
        assert!(samples.iter().any(|s| s.payload.as_deref() == Some(b"")), "no empty message");
        let not_utf8 = |s: &Sample| s.payload.as_deref().is_some_and(|b| std::str::from_utf8(b).is_err());
        assert!(samples.iter().any(not_utf8), "none that is not UTF-8");
    }
}
