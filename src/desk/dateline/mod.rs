//! The dateline: where and when the reporter stood.
