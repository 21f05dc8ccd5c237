//! Stands in for the HTTP client with which the peer would ask a Java server. Tests reach
//! no network, and two hundred crates need not be built.

/// The part of the client that is used.
pub mod blocking {
    use std::fmt;

    use serde::Serialize;
    use serde::de::DeserializeOwned;

    /// Reaches nothing.
    #[derive(Debug, Default)]
    pub struct Client;

    /// A request that is not sent.
    #[derive(Debug)]
    pub struct RequestBuilder;

    /// An answer that does not come.
    #[derive(Debug)]
    pub struct Response;

    /// There is no network.
    #[derive(Debug)]
    pub struct Error;

    impl fmt::Display for Error {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("no network in tests")
        }
    }

    impl std::error::Error for Error {}

    impl Client {
        /// A client.
        #[must_use]
        pub fn new() -> Client {
            Client
        }

        /// A request.
        #[must_use]
        pub fn post(&self, _: &str) -> RequestBuilder {
            RequestBuilder
        }
    }

    impl RequestBuilder {
        /// With a body.
        #[must_use]
        pub fn json<T: Serialize + ?Sized>(self, _: &T) -> RequestBuilder {
            self
        }

        /// Always fails.
        ///
        /// # Errors
        /// Always.
        pub fn send(self) -> Result<Response, Error> {
            Err(Error)
        }
    }

    impl Response {
        /// Never called.
        ///
        /// # Errors
        /// Always.
        pub fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
            Err(Error)
        }
    }
}
