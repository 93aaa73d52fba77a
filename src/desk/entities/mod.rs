//! Who, what organisation, where: the names in the text, each thing once with all its mentions.
