//! Stand-in until the mail branch is merged.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

#[derive(Clone)]
pub struct Tokens {
    secret: Vec<u8>,
}

impl Tokens {
    pub fn new(secret: impl AsRef<[u8]>) -> Self {
        Self { secret: secret.as_ref().to_vec() }
    }

    pub fn digest(&self, purpose: &str, text: &str) -> Vec<u8> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return Vec::new() };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    pub fn sign(&self, purpose: &str, id: i64, version: i64) -> String {
        format!("{id}.{version}.{}", URL_SAFE_NO_PAD.encode(self.digest(purpose, &format!("{id}.{version}"))))
    }

    pub fn verify(&self, purpose: &str, token: &str) -> Option<(i64, i64)> {
        let mut parts = token.splitn(3, '.');
        let (id, version) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (self.sign(purpose, id, version) == token).then_some((id, version))
    }
}

pub fn random_token() -> String {
    let mut bytes = [0; 32];
    let _ = getrandom::fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
