//! Routes as a table: the router is built from it, and the description of the API is held against it.

/// From rows `method path handler;` makes `ROUTES`, method and path of each, and `routed()`, the router.
macro_rules! table {
    ($($method:ident $path:literal $handler:path;)*) => {
        /// Method and path, below [`PREFIX`], of every route.
        pub(super) const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path),)*];

        fn routed() -> axum::Router<crate::Edge> {
            axum::Router::new()$(.route($path, axum::routing::$method($handler)))*
        }
    };
}

pub(super) use table;
