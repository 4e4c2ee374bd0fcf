//! Regions of the large clouds, which lists of sub-processors name in place of countries. A region that is not known here
//! is no place: where a cloud has its machines is never guessed.

/// Regions of the large clouds, and where they are: Amazon, Google, Microsoft. A name is the whole region, or
/// its beginning where it ends with a hyphen.
const REGIONS: &[(&str, &str)] = &[
    ("af-south-", "ZA"),
    ("africa-south", "ZA"),
    ("ap-east-1", "HK"),
    ("ap-east-2", "TW"),
    ("ap-northeast-1", "JP"),
    ("ap-northeast-2", "KR"),
    ("ap-northeast-3", "JP"),
    ("ap-south-", "IN"),
    ("ap-southeast-1", "SG"),
    ("ap-southeast-2", "AU"),
    ("ap-southeast-3", "ID"),
    ("ap-southeast-4", "AU"),
    ("ap-southeast-5", "MY"),
    ("ap-southeast-6", "NZ"),
    ("ap-southeast-7", "TH"),
    ("asia-east1", "TW"),
    ("asia-east2", "HK"),
    ("asia-northeast1", "JP"),
    ("asia-northeast2", "JP"),
    ("asia-northeast3", "KR"),
    ("asia-south1", "IN"),
    ("asia-south2", "IN"),
    ("asia-southeast1", "SG"),
    ("asia-southeast2", "ID"),
    ("australia-southeast1", "AU"),
    ("australia-southeast2", "AU"),
    ("australiacentral", "AU"),
    ("australiaeast", "AU"),
    ("australiasoutheast", "AU"),
    ("austriaeast", "AT"),
    ("brazilsouth", "BR"),
    ("ca-central-1", "CA"),
    ("ca-west-1", "CA"),
    ("canadacentral", "CA"),
    ("canadaeast", "CA"),
    ("centralindia", "IN"),
    ("centralus", "US"),
    ("chilecentral", "CL"),
    ("cn-north-", "CN"),
    ("cn-northwest-", "CN"),
    ("eastasia", "HK"),
    ("eastus", "US"),
    ("eastus2", "US"),
    ("eu-central-1", "DE"),
    ("eu-central-2", "CH"),
    ("eu-north-1", "SE"),
    ("eu-south-1", "IT"),
    ("eu-south-2", "ES"),
    ("eu-west-1", "IE"),
    ("eu-west-2", "GB"),
    ("eu-west-3", "FR"),
    ("europe-central2", "PL"),
    ("europe-north1", "FI"),
    ("europe-north2", "SE"),
    ("europe-southwest1", "ES"),
    ("europe-west1", "BE"),
    ("europe-west10", "DE"),
    ("europe-west12", "IT"),
    ("europe-west2", "GB"),
    ("europe-west3", "DE"),
    ("europe-west4", "NL"),
    ("europe-west6", "CH"),
    ("europe-west8", "IT"),
    ("europe-west9", "FR"),
    ("francecentral", "FR"),
    ("francesouth", "FR"),
    ("germanynorth", "DE"),
    ("germanywestcentral", "DE"),
    ("il-central-1", "IL"),
    ("israelcentral", "IL"),
    ("italynorth", "IT"),
    ("japaneast", "JP"),
    ("japanwest", "JP"),
    ("koreacentral", "KR"),
    ("koreasouth", "KR"),
    ("me-central-1", "AE"),
    ("me-central1", "QA"),
    ("me-central2", "SA"),
    ("me-south-1", "BH"),
    ("me-west1", "IL"),
    ("mexicocentral", "MX"),
    ("mx-central-1", "MX"),
    ("newzealandnorth", "NZ"),
    ("northamerica-northeast1", "CA"),
    ("northamerica-northeast2", "CA"),
    ("northamerica-south1", "MX"),
    ("northcentralus", "US"),
    ("northeurope", "IE"),
    ("norwayeast", "NO"),
    ("norwaywest", "NO"),
    ("polandcentral", "PL"),
    ("qatarcentral", "QA"),
    ("sa-east-1", "BR"),
    ("southafricanorth", "ZA"),
    ("southafricawest", "ZA"),
    ("southamerica-east1", "BR"),
    ("southamerica-west1", "CL"),
    ("southcentralus", "US"),
    ("southeastasia", "SG"),
    ("southindia", "IN"),
    ("spaincentral", "ES"),
    ("swedencentral", "SE"),
    ("switzerlandnorth", "CH"),
    ("switzerlandwest", "CH"),
    ("uaecentral", "AE"),
    ("uaenorth", "AE"),
    ("uksouth", "GB"),
    ("ukwest", "GB"),
    ("us-central1", "US"),
    ("us-east-1", "US"),
    ("us-east-2", "US"),
    ("us-east1", "US"),
    ("us-east4", "US"),
    ("us-east5", "US"),
    ("us-gov-", "US"),
    ("us-south1", "US"),
    ("us-west-1", "US"),
    ("us-west-2", "US"),
    ("us-west1", "US"),
    ("us-west2", "US"),
    ("us-west3", "US"),
    ("us-west4", "US"),
    ("westcentralus", "US"),
    ("westeurope", "NL"),
    ("westindia", "IN"),
    ("westus", "US"),
    ("westus2", "US"),
    ("westus3", "US"),
];

/// Where a cloud region is.
pub fn region(text: &str) -> Option<&'static str> {
    let text = text.trim().to_ascii_lowercase();
    // A zone is a region with a letter: eu-west-1a, europe-west4-b.
    let zone = text.strip_suffix(|c: char| ('a'..='f').contains(&c)).map(|rest| rest.trim_end_matches('-'));
    let find = |text: &str| {
        REGIONS
            .iter()
            .find(|(name, _)| {
                *name == text
                    || (name.ends_with('-')
                        && text.strip_prefix(name).is_some_and(|rest| {
                            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                        }))
            })
            .map(|(_, place)| *place)
    };
    // Microsoft shows its regions in words: `Switzerland North`. Those named for a part of the world alone are as
    // likely meant as that part.
    let shown = text.contains(' ').then(|| text.replace(' ', ""));
    let broad = ["eastasia", "northeurope", "southeastasia", "westeurope"];
    let shown = shown
        .filter(|text| text.chars().all(|c| c.is_ascii_alphanumeric()) && !broad.contains(&text.as_str()));
    if let Some(place) = shown.as_deref().and_then(find) {
        return Some(place);
    }
    find(&text).or_else(|| zone.filter(|zone| zone.ends_with(|c: char| c.is_ascii_digit())).and_then(find))
}
