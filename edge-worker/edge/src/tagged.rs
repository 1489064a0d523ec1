//! The body of an answer with its ETag (RFC 9110, 8.8.3): made once, sent as often as it is asked for.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// JSON with its tag. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    body: Bytes,
    tag: String,
}

impl Tagged {
    /// A body whose tag stands for `content`: the body, or what of it counts as a change.
    #[must_use]
    pub fn new(body: Vec<u8>, content: &[u8]) -> Self {
        let digest = hex::encode(Sha256::digest(content));
        let tag = format!("\"{}\"", digest.get(..20).unwrap_or(&digest));
        Self {
            body: body.into(),
            tag,
        }
    }

    /// The answer; 304 when the caller has it.
    #[must_use]
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let mut response = if self.is_known(headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, "application/json")], self.body.clone()).into_response()
        };
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let known = headers
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        let mut known = known.into_iter().flat_map(|known| known.split(','));
        known.any(|known| known.trim().trim_start_matches("W/") == self.tag)
    }
}
