//! Credits, bylines and sign-offs: who supplied and who wrote the dispatch.
