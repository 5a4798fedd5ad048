//! The settings, which all come from the environment.

use std::env;
use std::num::NonZeroUsize;
use std::str::FromStr;

pub struct Config {
    pub host: String,
    pub port: u16,
    pub workers: usize,
    pub token: String,
    pub build_id: String,
}

impl Config {
    pub fn from_env() -> Result<Self, String> {
        Self::from_lookup(|name| env::var(name).ok())
    }

    fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let text = |name: &str, default: &str| lookup(name).unwrap_or_else(|| default.to_owned());
        Ok(Self {
            host: text("HOST", "127.0.0.1"),
            port: parse("PORT", &text("PORT", "8000"), "a port from 0 to 65535")?,
            workers: parse::<NonZeroUsize>("WORKERS", &text("WORKERS", "1"), "1 or more")?.get(),
            token: text("PAIRBENCH_TOKEN", ""),
            build_id: text("PAIRBENCH_BUILD_ID", ""),
        })
    }
}

fn parse<T: FromStr>(name: &str, text: &str, wanted: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{name} must be {wanted}, not {text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(set: &[(&str, &str)]) -> Result<Config, String> {
        Config::from_lookup(|name| {
            set.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_empty_environment_gives_the_defaults() {
        let config = config(&[]).unwrap();
        assert_eq!(config.host, "127.0.0.1");
        assert_eq!(config.port, 8000);
        assert_eq!(config.workers, 1);
        assert_eq!(config.token, "");
    }

    #[test]
    fn each_variable_is_read() {
        let config = config(&[
            ("HOST", "0.0.0.0"),
            ("PORT", "0"),
            ("WORKERS", "3"),
            ("PAIRBENCH_TOKEN", "t"),
            ("PAIRBENCH_BUILD_ID", "b"),
        ])
        .unwrap();
        assert_eq!(config.host, "0.0.0.0");
        assert_eq!(config.port, 0);
        assert_eq!(config.workers, 3);
        assert_eq!(config.token, "t");
        assert_eq!(config.build_id, "b");
    }

    #[test]
    fn a_wrong_value_is_refused_by_name() {
        assert_eq!(
            config(&[("PORT", "65536")]).err().unwrap(),
            r#"PORT must be a port from 0 to 65535, not "65536""#
        );
        assert_eq!(
            config(&[("WORKERS", "0")]).err().unwrap(),
            r#"WORKERS must be 1 or more, not "0""#
        );
    }
}
