//! Digests of texts, as browsers and manifests write them.

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a text in base64, as content security policies name inline styles and scripts.
pub fn base64(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::new();
    for three in digest.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for (at, shift) in [18u32, 12, 6, 0].into_iter().enumerate() {
            let sign = usize::try_from((bits >> shift) & 63).ok().and_then(|at| SIGNS.get(at));
            let padded = at > three.len();
            out.push(if padded { '=' } else { sign.map_or('=', |sign| char::from(*sign)) });
        }
    }
    out
}

/// The SHA-256 of bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    transfer_model::hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::{base64, hex};

    #[test]
    fn digests_are_those_of_the_standard() {
        assert_eq!(hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
