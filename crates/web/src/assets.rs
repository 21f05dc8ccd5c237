//! Styles, scripts and browser libraries, embedded in the program and served under a
//! path that holds the hash of their content, so that a browser may keep them for ever.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::upload::sha256;

include!(concat!(env!("OUT_DIR"), "/vendor.rs"));

/// One file that pages refer to.
struct Asset {
    name: &'static str,
    hash: String,
    kind: &'static str,
    bytes: &'static [u8],
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let own: [(&str, &[u8]); 9] = [
        ("youwei.css", include_bytes!("../assets/youwei.css")),
        ("decisions.css", include_bytes!("../assets/decisions.css")),
        ("systems.css", include_bytes!("../assets/systems.css")),
        ("public.css", include_bytes!("../assets/public.css")),
        ("open.css", include_bytes!("../assets/open.css")),
        ("youwei.js", include_bytes!("../assets/youwei.js")),
        ("overview.js", include_bytes!("../assets/overview.js")),
        ("months.js", include_bytes!("../assets/months.js")),
        ("youwei.svg", include_bytes!("../assets/youwei.svg")),
    ];
    let vendored = VENDOR
        .iter()
        .filter_map(|(name, bytes)| Some((*name, (*bytes)?)));
    own.into_iter()
        .chain(vendored)
        .map(|(name, bytes)| Asset {
            name,
            hash: sha256(bytes).chars().take(16).collect(),
            kind: match name.rsplit('.').next() {
                Some("css") => "text/css; charset=utf-8",
                Some("svg") => "image/svg+xml",
                _ => "text/javascript; charset=utf-8",
            },
            bytes,
        })
        .collect()
});

/// The address of an asset; none if it was not embedded.
pub(crate) fn address(name: &str) -> Option<String> {
    let asset = ASSETS.iter().find(|asset| asset.name == name)?;
    Some(format!("/assets/{}/{}", asset.hash, asset.name))
}

/// Serves them all.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/assets/{hash}/{name}", get(serve))
}

async fn serve(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let found = ASSETS
        .iter()
        .find(|asset| asset.name == name && asset.hash == hash);
    let Some(asset) = found else {
        return (StatusCode::NOT_FOUND, "没有这个文件 / no such file\n").into_response();
    };
    let tag = format!("\"{}\"", asset.hash);
    let forever = "public, max-age=31536000, immutable".to_owned();
    let same = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let head = [(ETAG, tag), (CACHE_CONTROL, forever)];
    if same {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, [(CONTENT_TYPE, asset.kind)], asset.bytes).into_response()
}
