//! Months and days of the week as wires write them, in the languages that wires are sent in.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::authority::fold;
use crate::desk::text::{Letters, lowered};

/// A word that names a month. A few mean different months in different languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub number: u8,
    /// `listopada` is November in Poland, October in Croatia.
    pub other: Option<u8>,
}

/// What a word says of the calendar.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    month: Option<Month>,
    weekday: bool,
    /// A day of the week in English.
    english: bool,
}

/// The months from January on, a row a language: the forms that stand beside a day's number, short ones
/// too. Stress and other marks, case and periods do not count.
#[rustfmt::skip]
const MONTHS: &[(&str, [&str; 12])] = &[
    ("en", ["january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul",
        "august aug", "september sept sep", "october oct", "november nov", "december dec"]),
    ("es", ["enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul",
        "agosto ago", "septiembre setiembre sept sep set", "octubre oct", "noviembre nov", "diciembre dic"]),
    ("fr", ["janvier janv jan", "février févr fév", "mars", "avril avr", "mai", "juin", "juillet juil jul",
        "août aout", "septembre sept sep", "octobre oct", "novembre nov", "décembre déc"]),
    ("de", ["januar jänner jan jän", "februar feber feb", "märz mär mrz maerz", "april apr", "mai",
        "juni jun", "juli jul", "august aug", "september sept sep", "oktober okt", "november nov",
        "dezember dez"]),
    ("it", ["gennaio gen genn", "febbraio feb febb", "marzo mar", "aprile apr", "maggio mag magg",
        "giugno giu", "luglio lug", "agosto ago", "settembre set sett", "ottobre ott", "novembre nov",
        "dicembre dic"]),
    ("pt", ["janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul",
        "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez"]),
    ("ca", ["gener gen", "febrer febr", "març", "abril abr", "maig", "juny", "juliol", "agost",
        "setembre set", "octubre oct", "novembre nov", "desembre des"]),
    ("gl", ["xaneiro xan", "febreiro", "marzo", "abril", "maio", "xuño", "xullo", "agosto", "setembro",
        "outubro", "novembro", "decembro"]),
    ("nl", ["januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul",
        "augustus aug", "september sept sep", "oktober okt", "november nov", "december dec"]),
    ("sv", ["januari jan", "februari feb febr", "mars", "april apr", "maj", "juni jun", "juli jul",
        "augusti aug", "september sept sep", "oktober okt", "november nov", "december dec"]),
    ("da", ["januar jan", "februar feb", "marts mar", "april apr", "maj", "juni jun", "juli jul",
        "august aug", "september sept sep", "oktober okt", "november nov", "december dec"]),
    ("nb", ["januar jan", "februar feb", "mars mar", "april apr", "mai", "juni jun", "juli jul",
        "august aug", "september sept sep", "oktober okt", "november nov", "desember des"]),
    ("is", ["janúar", "febrúar", "mars", "apríl", "maí", "júní", "júlí", "ágúst", "september", "október",
        "nóvember", "desember"]),
    ("fi", ["tammikuuta tammikuun tammikuu tammi", "helmikuuta helmikuun helmikuu helmi",
        "maaliskuuta maaliskuun maaliskuu maalis", "huhtikuuta huhtikuun huhtikuu huhti",
        "toukokuuta toukokuun toukokuu touko", "kesäkuuta kesäkuun kesäkuu kesä",
        "heinäkuuta heinäkuun heinäkuu heinä", "elokuuta elokuun elokuu elo",
        "syyskuuta syyskuun syyskuu syys", "lokakuuta lokakuun lokakuu loka",
        "marraskuuta marraskuun marraskuu marras", "joulukuuta joulukuun joulukuu joulu"]),
    ("et", ["jaanuar jaan", "veebruar veebr", "märts", "aprill", "mai", "juuni", "juuli", "august",
        "september", "oktoober okt", "november", "detsember dets"]),
    ("lv", ["janvāris janv", "februāris febr", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts",
        "septembris", "oktobris", "novembris", "decembris"]),
    ("lt", ["sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio",
        "rugsėjo", "spalio", "lapkričio", "gruodžio"]),
    ("pl", ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
        "października", "listopada", "grudnia"]),
    ("cs", ["ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října",
        "listopadu", "prosince"]),
    ("sk", ["januára", "februára", "marca", "apríla", "mája", "júna", "júla", "augusta", "septembra",
        "októbra", "novembra", "decembra"]),
    ("sl", ["januarja", "februarja", "marca", "aprila", "maja", "junija", "julija", "avgusta",
        "septembra", "oktobra", "novembra", "decembra"]),
    ("hr", ["siječnja", "veljače", "ožujka", "travnja", "svibnja", "lipnja", "srpnja", "kolovoza", "rujna",
        "listopada", "studenoga studenog", "prosinca"]),
    ("sr", ["januar januara", "februar februara", "mart marta", "april aprila", "maj maja", "jun juna",
        "jul jula", "avgust avgusta avg", "septembar septembra", "oktobar oktobra", "novembar novembra",
        "decembar decembra"]),
    ("hu", ["január jan", "február febr", "március márc", "április ápr", "május máj", "június jún",
        "július júl", "augusztus aug", "szeptember szept", "október okt", "november nov", "december dec"]),
    ("ro", ["ianuarie ian", "februarie feb", "martie mar", "aprilie apr", "mai", "iunie iun", "iulie iul",
        "august aug", "septembrie sept", "octombrie oct", "noiembrie noi nov", "decembrie dec"]),
    ("sq", ["janar", "shkurt", "mars", "prill", "maj", "qershor", "korrik", "gusht", "shtator", "tetor",
        "nëntor", "dhjetor"]),
    ("tr", ["ocak oca", "şubat şub", "mart mar", "nisan nis", "mayıs may", "haziran haz", "temmuz tem",
        "ağustos ağu", "eylül eyl", "ekim eki", "kasım kas", "aralık ara"]),
    ("az", ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
        "noyabr", "dekabr"]),
    ("id", ["januari jan", "februari feb", "maret mar", "april apr", "mei", "juni jun", "juli jul",
        "agustus agt ags", "september sep", "oktober okt", "november nov", "desember des"]),
    ("ms", ["januari jan", "februari feb", "mac", "april apr", "mei", "jun", "julai", "ogos", "september",
        "oktober okt", "november", "disember dis"]),
    ("ru", ["января янв", "февраля фев", "марта мар", "апреля апр", "мая", "июня июн", "июля июл",
        "августа авг", "сентября сен сент", "октября окт", "ноября ноя", "декабря дек"]),
    ("uk", ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня",
        "жовтня", "листопада", "грудня"]),
    ("be", ["студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня",
        "верасня", "кастрычніка", "лістапада", "снежня"]),
    ("bg", ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври",
        "ноември", "декември"]),
    ("mk", ["јануари", "февруари", "март", "април", "мај", "јуни", "јули", "август", "септември",
        "октомври", "ноември", "декември"]),
    ("sr-Cyrl", ["јануар јануара", "фебруар фебруара", "март марта", "април априла", "мај маја", "јун јуна",
        "јул јула", "август августа", "септембар септембра", "октобар октобра", "новембар новембра",
        "децембар децембра"]),
    ("el", ["Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου", "Αυγούστου",
        "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"]),
    ("ar", ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
        "نوفمبر", "ديسمبر"]),
];

/// Days of the week before or behind a date, a row a language.
#[rustfmt::skip]
const WEEKDAYS: &[(&str, &str)] = &[
    ("en", "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"),
    ("es", "lunes martes miércoles jueves viernes sábado domingo lun mar mié jue vie sáb dom"),
    ("fr", "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim"),
    ("de", "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"),
    ("it", "lunedì martedì mercoledì giovedì venerdì sabato domenica"),
    ("pt", "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"),
    ("gl", "luns martes mércores xoves venres sábado domingo"),
    ("eu", "astelehena asteartea asteazkena osteguna ostirala larunbata igandea"),
    ("ca", "dilluns dimarts dimecres dijous divendres dissabte diumenge"),
    ("nl", "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
    ("sv", "måndag tisdag onsdag torsdag fredag lördag söndag"),
    ("da", "mandag tirsdag onsdag torsdag fredag lørdag søndag"),
    ("nn", "måndag tysdag onsdag torsdag fredag laurdag sundag"),
    ("is", "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur"),
    ("et", "esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev"),
    ("lv", "pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena"),
    ("lt", "pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis"),
    ("fi", "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina \
        keskiviikkona torstaina perjantaina lauantaina sunnuntaina"),
    ("pl", "poniedziałek wtorek środa czwartek piątek sobota niedziela"),
    ("cs", "pondělí úterý středa čtvrtek pátek sobota neděle"),
    ("sk", "pondelok utorok streda štvrtok piatok sobota nedeľa"),
    ("sl", "ponedeljek torek sreda četrtek petek sobota nedelja"),
    ("sq", "hënë martë mërkurë enjte premte shtunë diel"),
    ("az", "çərşənbə cümə şənbə"),
    ("hr", "ponedjeljak utorak srijeda četvrtak petak subota nedjelja ponedeljak sreda nedelja"),
    ("hu", "hétfő kedd szerda csütörtök péntek szombat vasárnap"),
    ("ro", "luni marți miercuri joi vineri sâmbătă duminică"),
    ("tr", "pazartesi salı çarşamba perşembe cuma cumartesi pazar"),
    ("id", "senin selasa rabu kamis jumat sabtu minggu isnin khamis jumaat ahad"),
    ("ru", "понедельник вторник среда четверг пятница суббота воскресенье"),
    ("uk", "понеділок вівторок середа четвер п'ятниця субота неділя"),
    ("be", "панядзелак аўторак серада чацвер пятніца субота нядзеля"),
    ("bg", "понеделник вторник сряда четвъртък петък събота неделя"),
    ("mk", "понеделник вторник среда четврток петок сабота недела"),
    ("sr-Cyrl", "понедељак уторак среда четвртак петак субота недеља"),
    ("el", "Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή"),
    ("ar", "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"),
];

/// Months of the Muslim calendar: Gulf agencies put that date before the common one, which is the one read.
const HIJRI: &[&str] = &[
    "muharram", "safar", "rabi", "rabia", "jumada", "rajab", "shaban", "shaaban", "ramadan", "shawwal",
    "dhu", "dhul", "thul",
];

/// The longest name of a month or day, in bytes.
const LONGEST: usize = 30;

/// Folded word → what it says. The first language's month is `number`.
static WORDS: LazyLock<FxHashMap<Box<str>, Entry>> = LazyLock::new(|| {
    let mut words: FxHashMap<Box<str>, Entry> = FxHashMap::default();
    for (_, months) in MONTHS {
        for (names, number) in months.iter().zip(1..) {
            for name in names.split_whitespace() {
                let entry = words.entry(fold(name).into()).or_default();
                match &mut entry.month {
                    Some(month) if month.number == number => {}
                    Some(month) => month.other = Some(number),
                    none => *none = Some(Month { number, other: None }),
                }
            }
        }
    }
    for (language, names) in WEEKDAYS {
        for name in names.split_whitespace() {
            let entry = words.entry(fold(name).into()).or_default();
            entry.weekday = true;
            entry.english |= *language == "en";
        }
    }
    words
});

static LETTERS: LazyLock<Letters> = LazyLock::new(|| WORDS.keys().map(|word| &**word).collect());

/// Whether `text` may begin with the name of a month or day, by its first letters.
pub fn may_name(text: &str) -> bool {
    LETTERS.may_open(text)
}

fn entry(word: &str) -> Option<Entry> {
    if !may_name(word) {
        return None;
    }
    let word = word.trim_end_matches('.');
    if !(3..=LONGEST).contains(&word.len()) {
        return None;
    }
    match lowered(word, &mut [0; 32]) {
        Some(word) => WORDS.get(word).copied(),
        None => WORDS.get(fold(word).as_str()).copied(),
    }
}

/// The month that `word` names in any of the languages.
pub fn month_name(word: &str) -> Option<Month> {
    entry(word)?.month
}

/// The month that `word` names, where all languages agree on it.
pub fn month(word: &str) -> Option<u8> {
    month_name(word).filter(|month| month.other.is_none()).map(|month| month.number)
}

/// Whether `word` is a day of the week in any of the languages, also shortened (`mar` is one in Spanish).
pub fn is_day_of_week(word: &str) -> bool {
    entry(word).is_some_and(|entry| entry.weekday)
}

/// Whether `word` is an English month in full: it is no name in a byline.
pub fn is_english_month(word: &str) -> bool {
    full_english().any(|name| name.eq_ignore_ascii_case(word))
}

fn full_english() -> impl Iterator<Item = &'static str> {
    MONTHS[0].1.iter().filter_map(|names| names.split(' ').next())
}

/// The English month that `word` is a typing slip of: `Narch`, `Macrh`, `Apri`, `Junee`.
pub fn mistyped_month(word: &str) -> Option<u8> {
    let folded = fold(word);
    let letters = folded.chars().count();
    if folded.len() < 3 {
        return None;
    }
    let found = full_english()
        .zip(1..)
        .find(|(name, _)| name.len().abs_diff(letters) <= 1 && super::typo::one_slip(&folded, name));
    found.map(|(_, number)| number)
}

/// Whether `word` is an English day of the week, also shortened.
pub fn is_weekday(word: &str) -> bool {
    entry(word).is_some_and(|entry| entry.english)
}

/// Whether `text` may begin with a month of the Muslim calendar, by its first letters.
pub fn may_be_hijri(text: &str) -> bool {
    const LETTERS: Letters = Letters::of(HIJRI);
    LETTERS.may_open(text)
}

/// Whether `word` is a month of the Muslim calendar: `Dhu-AlHijjah`.
pub fn is_hijri(word: &str) -> bool {
    if !may_be_hijri(word) {
        return false;
    }
    let folded = fold(word);
    let head = folded.split(' ').next().unwrap_or_default();
    HIJRI.iter().any(|m| head.starts_with(m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_agree_but_on_listopada() {
        let torn: Vec<&str> = WORDS
            .iter()
            .filter(|(_, e)| e.month.is_some_and(|m| m.other.is_some()))
            .map(|(w, _)| &**w)
            .collect();
        assert_eq!(torn, ["listopada"]);
    }

    #[test]
    fn months_of_many_languages() {
        for (word, number) in [
            ("March", 3),
            ("März", 3),
            ("août", 8),
            ("LUG", 7),
            ("ene", 1),
            ("kesäkuuta", 6),
            ("janv.", 1),
            ("dez", 12),
            ("ožujka", 3),
            ("ŞUBAT", 2),
            ("KASIM", 11),
            ("września", 9),
            ("марта", 3),
            ("Σεπτεμβρίου", 9),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["M", "Marathon", "decent", "listopada", ""] {
            assert_eq!(month(word), None, "{word}");
        }
        assert_eq!(
            (mistyped_month("Narch"), mistyped_month("Macrh"), mistyped_month("Monday")),
            (Some(3), Some(3), None)
        );
    }

    #[test]
    fn days_of_the_week() {
        for word in ["Sunday", "miércoles", "SEXTA-FEIRA", "søndag", "péntek", "Cuma", "mar."] {
            assert!(is_day_of_week(word), "{word}");
        }
        assert!(!is_day_of_week("Montagne") && !is_weekday("lundi") && is_weekday("Sat."));
    }
}
