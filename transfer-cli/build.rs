//! Puts the law pack's version beside the program's own, for `--version`.

fn main() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../jurisdictions/data/pack.toml");
    println!("cargo:rerun-if-changed={file}");
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let version = text.lines().find_map(|line| line.strip_prefix("version = ")).unwrap_or("\"?\"");
    println!("cargo:rustc-env=LAW_VERSION={}", version.trim_matches('"'));
}
