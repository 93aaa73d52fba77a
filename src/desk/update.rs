//! How a dispatch relates to earlier ones: updates, corrections, kills, embargoes.
