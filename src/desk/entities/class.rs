//! The classes of words: what a word may be for a rule, whatever the language.

/// A set of word classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Class(u64);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $key:literal;)*) => {
        impl Class {
            pub const NONE: Class = Class(0);
            $($(#[$doc])* pub const $name: Class = Class(1 << $bit);)*

            /// The class of this name in `data/name_words.tsv`.
            pub(super) fn by_key(key: &str) -> Option<Class> {
                match key {
                    $($key => Some(Class::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// Never part of a name: articles, prepositions, auxiliaries.
    FUNCTION = 0, "function";
    /// Months, weekdays, time zones.
    CALENDAR = 1, "calendar";
    /// Verbs of speech.
    SAYS = 2, "says";
    LOCATIVE = 3, "locative";
    /// `city` in `city of X`.
    PLACE_NOUN = 4, "placenoun";
    KIN = 5, "kin";
    /// Inside a family name, in lower case: `de la`, `bin`.
    PARTICLE = 6, "particle";
    /// A particle that opens a bare family name: `bin Laden`.
    OPENING = 7, "opening";
    /// `Jr`, `III`
    SUFFIX = 8, "suffix";
    /// `Corp`, `Ltd`
    LEGAL = 9, "legal";
    /// `Bank`, `University`, `Party`
    ORG_HEAD = 10, "head";
    /// `Ministry`, `Parliament`
    STATE_BODY = 11, "state";
    /// `Bank`, `Ministry` of X
    ORG_OF = 12, "of";
    /// `Street`, `County`
    PLACE_HEAD = 13, "placehead";
    /// `Lake`, `Mount`
    PLACE_FIRST = 14, "placefirst";
    /// Initials that name no organisation: `TV`, `GDP`.
    PLAIN = 15, "plain";
    ABBREV = 16, "abbrev";
    STATE_ABBREV = 17, "stateabbrev";
    /// In the dictionary.
    COMMON = 18, "common";
    /// Among the most frequent words of the dictionary.
    FREQUENT = 19, "frequent";
    /// A title, or the last word of one.
    TITLE = 20, "title";
    /// Part of a title: `deputy`, `foreign`.
    TITLE_MODIFIER = 21, "modifier";
    /// `Mr`, `Mrs`
    HONORIFIC = 22, "honorific";
    /// A given name of the authority.
    GIVEN = 23, "given";
    /// A family name that stands first: `Kim`, `Nguyen`.
    FAMILY_FIRST = 24, "familyfirst";
    /// A Vietnamese family name: it stands first, but the last given name stands alone.
    VIETNAMESE = 26, "vietnamese";
    /// Verbs between two teams: `beat`.
    DEFEATS = 28, "defeats";
    /// Behind the name of a town: `X residents`, `X police`.
    TOWNSPEOPLE = 29, "townspeople";
    /// A given name of men, or of women; neither where both bear it.
    MALE = 30, "male";
    FEMALE = 31, "female";
    /// `Open` in `Hong Kong Open`.
    CONTEST = 32, "contest";
    /// `Western` in `Western Europe`.
    COMPASS = 27, "compass";
    /// The first word of a name in the lexicon.
    OPENS_NAME = 25, "opensname";
    // The classes below are of languages other than English.
    /// What a minister is minister of: `Défense`, `Hacienda`.
    PORTFOLIO = 33, "portfolio";
    /// An adjective that may follow a head or title: `européenne`, `ruso`.
    ADJECTIVE = 34, "adjective";
    /// Between a head or title and what belongs to it: `de`, `für`.
    LINK = 35, "link";
    AND = 36, "and";
    ARTICLE = 37, "article";
    /// Between a speaker and the verb of speech: `X a déclaré`.
    AUXILIARY = 38, "auxiliary";
}

impl Class {
    /// The classes of the dictionary and of names.
    pub(super) const OPEN: Class = Class(
        Class::COMMON.0
            | Class::FREQUENT.0
            | Class::GIVEN.0
            | Class::MALE.0
            | Class::FEMALE.0
            | Class::FAMILY_FIRST.0
            | Class::VIETNAMESE.0
            | Class::OPENS_NAME.0,
    );

    /// Of a given name: [`Class::MALE`], [`Class::FEMALE`] or neither.
    pub fn of_gender(self) -> Class {
        Class(self.0 & (Class::MALE.0 | Class::FEMALE.0))
    }

    /// The classes as bits.
    pub fn bits(self) -> u64 {
        self.0
    }

    pub fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Class {
    type Output = Class;
    fn bitor(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}
