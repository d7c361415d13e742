//! Who is at the other end of the line, behind proxies that we trust and no others.

use std::net::IpAddr;
use std::str::FromStr;

use actix_web::HttpRequest;

/// An address, or all addresses with the same beginning: `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no address such as 10.0.0.1 or 10.0.0.0/8");
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most { Err(wrong()) } else { Ok(Self { base, bits }) }
    }
}

impl Network {
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// The address a request came from: the last one in `X-Forwarded-For` that no trusted proxy added.
pub fn address(request: &HttpRequest, trusted: &[Network]) -> Option<IpAddr> {
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    Some(behind_proxies(request.peer_addr()?.ip(), &forwarded, trusted))
}

fn behind_proxies(peer: IpAddr, forwarded: &[&str], trusted: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut seen = peer;
    for hop in forwarded.iter().rev() {
        if !is_proxy(seen) {
            break;
        }
        match hop.trim().parse() {
            Ok(address) => seen = address,
            Err(_) => break,
        }
    }
    seen.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_stranger_cannot_pretend_to_be_somebody_else() {
        assert_eq!(behind_proxies(ip("203.0.113.9"), &["1.2.3.4"], &[]), ip("203.0.113.9"));
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        assert_eq!(behind_proxies(ip("203.0.113.9"), &["1.2.3.4"], &trusted), ip("203.0.113.9"));
    }

    #[test]
    fn a_trusted_proxy_says_who_asked_and_what_stood_before_is_ignored() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let hops = ["1.2.3.4", " 203.0.113.9", "10.0.0.2"];
        assert_eq!(behind_proxies(ip("10.0.0.1"), &hops, &trusted), ip("203.0.113.9"));
        assert_eq!(behind_proxies(ip("::ffff:10.0.0.1"), &hops, &trusted), ip("203.0.113.9"));
        assert_eq!(behind_proxies(ip("10.0.0.1"), &["nonsense"], &trusted), ip("10.0.0.1"));
    }

    #[test]
    fn networks_are_read_and_wrong_ones_refused() {
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.contains(ip("8.8.8.8")));
        let v6: Network = "fd00::/8".parse().unwrap();
        assert!(v6.contains(ip("fd12::1")) && !v6.contains(ip("fe80::1")));
        for wrong in ["", "10.0.0.0/33", "ten", "10.0.0.1/x"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}
