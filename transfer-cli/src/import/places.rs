//! Places as people write them: names in English, French and German, ISO codes, areas, cloud regions, several
//! in one cell. What is not surely a place is given back as not understood, never guessed: `CA` beside a city
//! may be California, `Georgia` may be a state of the United States.

use std::collections::BTreeMap;

use transfer_model::law::{LawBook, PlaceKind};

use super::draft::fold;

/// Names that the law pack does not have, folded.
const NAMES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("theunitedstates", "US"),
    ("unitedstatesofamerica", "US"),
    ("theunitedstatesofamerica", "US"),
    ("etatsunis", "US"),
    ("etatsunisdamerique", "US"),
    ("vereinigtestaaten", "US"),
    ("vereinigtestaatenvonamerika", "US"),
    ("greatbritain", "GB"),
    ("unitedkingdomofgreatbritainandnorthernireland", "GB"),
    ("theunitedkingdom", "GB"),
    ("royaumeuni", "GB"),
    ("vereinigteskonigreich", "GB"),
    ("grossbritannien", "GB"),
    ("republicofireland", "IE"),
    ("irlande", "IE"),
    ("irland", "IE"),
    ("allemagne", "DE"),
    ("deutschland", "DE"),
    ("federalrepublicofgermany", "DE"),
    ("frankreich", "FR"),
    ("espagne", "ES"),
    ("spanien", "ES"),
    ("italie", "IT"),
    ("italien", "IT"),
    ("paysbas", "NL"),
    ("thenetherlands", "NL"),
    ("niederlande", "NL"),
    ("holland", "NL"),
    ("belgique", "BE"),
    ("belgien", "BE"),
    ("suisse", "CH"),
    ("schweiz", "CH"),
    ("autriche", "AT"),
    ("osterreich", "AT"),
    ("pologne", "PL"),
    ("polen", "PL"),
    ("suede", "SE"),
    ("schweden", "SE"),
    ("norvege", "NO"),
    ("norwegen", "NO"),
    ("danemark", "DK"),
    ("finlande", "FI"),
    ("finnland", "FI"),
    ("islande", "IS"),
    ("island", "IS"),
    ("inde", "IN"),
    ("indien", "IN"),
    ("chine", "CN"),
    ("mainlandchina", "CN"),
    ("peoplesrepublicofchina", "CN"),
    ("japon", "JP"),
    ("bresil", "BR"),
    ("brasilien", "BR"),
    ("brasil", "BR"),
    ("canad", "CA"),
    ("kanada", "CA"),
    ("mexique", "MX"),
    ("mexiko", "MX"),
    ("australie", "AU"),
    ("australien", "AU"),
    ("nouvellezelande", "NZ"),
    ("singapour", "SG"),
    ("singapur", "SG"),
    ("maroc", "MA"),
    ("marokko", "MA"),
    ("tunisie", "TN"),
    ("afriquedusud", "ZA"),
    ("sudafrika", "ZA"),
    ("coreedusud", "KR"),
    ("sudkorea", "KR"),
    ("korea", "KR"),
    ("republicofkorea", "KR"),
    ("korearepublicof", "KR"),
    ("dprk", "KP"),
    ("czechrepublic", "CZ"),
    ("republiquetcheque", "CZ"),
    ("turkey", "TR"),
    ("turquie", "TR"),
    ("macedonia", "MK"),
    ("bahamas", "BS"),
    ("gambia", "GM"),
    ("russianfederation", "RU"),
    ("russie", "RU"),
    ("vietnamsocialistrepublic", "VN"),
    ("uae", "AE"),
    ("emiratsarabesunis", "AE"),
    ("ivorycoast", "CI"),
    ("macao", "MO"),
    ("hongkongsar", "HK"),
    ("hongkongchina", "HK"),
    ("macaochina", "MO"),
    ("macauchina", "MO"),
    ("macau", "MO"),
    ("taiwanchina", "TW"),
    ("hongkongsarchina", "HK"),
    ("taiwanprovinceofchina", "TW"),
    ("swaziland", "SZ"),
    ("burma", "MM"),
    ("holysee", "VA"),
    ("moldovarepublicof", "MD"),
    ("iranislamicrepublicof", "IR"),
    ("tanzaniaunitedrepublicof", "TZ"),
    ("boliviaplurinationalstateof", "BO"),
    ("venezuelabolivarianrepublicof", "VE"),
    ("philippinesthe", "PH"),
    ("thephilippines", "PH"),
    ("eeaeu", "EEA"),
    ("eueea", "EEA"),
    ("eee", "EEA"),
    ("ewr", "EEA"),
    ("europeaneconomicareaeea", "EEA"),
    ("espaceeconomiqueeuropeen", "EEA"),
    ("europaischerwirtschaftsraum", "EEA"),
    ("europeanunioneu", "EU"),
    ("unioneuropeenne", "EU"),
    ("europaischeunion", "EU"),
    ("theeu", "EU"),
    ("eumemberstates", "EU"),
    ("eucountries", "EU"),
    ("eeacountries", "EEA"),
    ("global", "world"),
    ("globally", "world"),
    ("worldwide", "world"),
    ("mondial", "world"),
    ("weltweit", "world"),
];

/// ISO 3166-1: the codes of three letters, and of two; `XKX` is in use for Kosovo.
const THREE: [(&str, &str); 250] = [
    ("ABW", "AW"),
    ("AFG", "AF"),
    ("AGO", "AO"),
    ("AIA", "AI"),
    ("ALA", "AX"),
    ("ALB", "AL"),
    ("AND", "AD"),
    ("ARE", "AE"),
    ("ARG", "AR"),
    ("ARM", "AM"),
    ("ASM", "AS"),
    ("ATA", "AQ"),
    ("ATF", "TF"),
    ("ATG", "AG"),
    ("AUS", "AU"),
    ("AUT", "AT"),
    ("AZE", "AZ"),
    ("BDI", "BI"),
    ("BEL", "BE"),
    ("BEN", "BJ"),
    ("BES", "BQ"),
    ("BFA", "BF"),
    ("BGD", "BD"),
    ("BGR", "BG"),
    ("BHR", "BH"),
    ("BHS", "BS"),
    ("BIH", "BA"),
    ("BLM", "BL"),
    ("BLR", "BY"),
    ("BLZ", "BZ"),
    ("BMU", "BM"),
    ("BOL", "BO"),
    ("BRA", "BR"),
    ("BRB", "BB"),
    ("BRN", "BN"),
    ("BTN", "BT"),
    ("BVT", "BV"),
    ("BWA", "BW"),
    ("CAF", "CF"),
    ("CAN", "CA"),
    ("CCK", "CC"),
    ("CHE", "CH"),
    ("CHL", "CL"),
    ("CHN", "CN"),
    ("CIV", "CI"),
    ("CMR", "CM"),
    ("COD", "CD"),
    ("COG", "CG"),
    ("COK", "CK"),
    ("COL", "CO"),
    ("COM", "KM"),
    ("CPV", "CV"),
    ("CRI", "CR"),
    ("CUB", "CU"),
    ("CUW", "CW"),
    ("CXR", "CX"),
    ("CYM", "KY"),
    ("CYP", "CY"),
    ("CZE", "CZ"),
    ("DEU", "DE"),
    ("DJI", "DJ"),
    ("DMA", "DM"),
    ("DNK", "DK"),
    ("DOM", "DO"),
    ("DZA", "DZ"),
    ("ECU", "EC"),
    ("EGY", "EG"),
    ("ERI", "ER"),
    ("ESH", "EH"),
    ("ESP", "ES"),
    ("EST", "EE"),
    ("ETH", "ET"),
    ("FIN", "FI"),
    ("FJI", "FJ"),
    ("FLK", "FK"),
    ("FRA", "FR"),
    ("FRO", "FO"),
    ("FSM", "FM"),
    ("GAB", "GA"),
    ("GBR", "GB"),
    ("GEO", "GE"),
    ("GGY", "GG"),
    ("GHA", "GH"),
    ("GIB", "GI"),
    ("GIN", "GN"),
    ("GLP", "GP"),
    ("GMB", "GM"),
    ("GNB", "GW"),
    ("GNQ", "GQ"),
    ("GRC", "GR"),
    ("GRD", "GD"),
    ("GRL", "GL"),
    ("GTM", "GT"),
    ("GUF", "GF"),
    ("GUM", "GU"),
    ("GUY", "GY"),
    ("HKG", "HK"),
    ("HMD", "HM"),
    ("HND", "HN"),
    ("HRV", "HR"),
    ("HTI", "HT"),
    ("HUN", "HU"),
    ("IDN", "ID"),
    ("IMN", "IM"),
    ("IND", "IN"),
    ("IOT", "IO"),
    ("IRL", "IE"),
    ("IRN", "IR"),
    ("IRQ", "IQ"),
    ("ISL", "IS"),
    ("ISR", "IL"),
    ("ITA", "IT"),
    ("JAM", "JM"),
    ("JEY", "JE"),
    ("JOR", "JO"),
    ("JPN", "JP"),
    ("KAZ", "KZ"),
    ("KEN", "KE"),
    ("KGZ", "KG"),
    ("KHM", "KH"),
    ("KIR", "KI"),
    ("KNA", "KN"),
    ("KOR", "KR"),
    ("KWT", "KW"),
    ("LAO", "LA"),
    ("LBN", "LB"),
    ("LBR", "LR"),
    ("LBY", "LY"),
    ("LCA", "LC"),
    ("LIE", "LI"),
    ("LKA", "LK"),
    ("LSO", "LS"),
    ("LTU", "LT"),
    ("LUX", "LU"),
    ("LVA", "LV"),
    ("MAC", "MO"),
    ("MAF", "MF"),
    ("MAR", "MA"),
    ("MCO", "MC"),
    ("MDA", "MD"),
    ("MDG", "MG"),
    ("MDV", "MV"),
    ("MEX", "MX"),
    ("MHL", "MH"),
    ("MKD", "MK"),
    ("MLI", "ML"),
    ("MLT", "MT"),
    ("MMR", "MM"),
    ("MNE", "ME"),
    ("MNG", "MN"),
    ("MNP", "MP"),
    ("MOZ", "MZ"),
    ("MRT", "MR"),
    ("MSR", "MS"),
    ("MTQ", "MQ"),
    ("MUS", "MU"),
    ("MWI", "MW"),
    ("MYS", "MY"),
    ("MYT", "YT"),
    ("NAM", "NA"),
    ("NCL", "NC"),
    ("NER", "NE"),
    ("NFK", "NF"),
    ("NGA", "NG"),
    ("NIC", "NI"),
    ("NIU", "NU"),
    ("NLD", "NL"),
    ("NOR", "NO"),
    ("NPL", "NP"),
    ("NRU", "NR"),
    ("NZL", "NZ"),
    ("OMN", "OM"),
    ("PAK", "PK"),
    ("PAN", "PA"),
    ("PCN", "PN"),
    ("PER", "PE"),
    ("PHL", "PH"),
    ("PLW", "PW"),
    ("PNG", "PG"),
    ("POL", "PL"),
    ("PRI", "PR"),
    ("PRK", "KP"),
    ("PRT", "PT"),
    ("PRY", "PY"),
    ("PSE", "PS"),
    ("PYF", "PF"),
    ("QAT", "QA"),
    ("REU", "RE"),
    ("ROU", "RO"),
    ("RUS", "RU"),
    ("RWA", "RW"),
    ("SAU", "SA"),
    ("SDN", "SD"),
    ("SEN", "SN"),
    ("SGP", "SG"),
    ("SGS", "GS"),
    ("SHN", "SH"),
    ("SJM", "SJ"),
    ("SLB", "SB"),
    ("SLE", "SL"),
    ("SLV", "SV"),
    ("SMR", "SM"),
    ("SOM", "SO"),
    ("SPM", "PM"),
    ("SRB", "RS"),
    ("SSD", "SS"),
    ("STP", "ST"),
    ("SUR", "SR"),
    ("SVK", "SK"),
    ("SVN", "SI"),
    ("SWE", "SE"),
    ("SWZ", "SZ"),
    ("SXM", "SX"),
    ("SYC", "SC"),
    ("SYR", "SY"),
    ("TCA", "TC"),
    ("TCD", "TD"),
    ("TGO", "TG"),
    ("THA", "TH"),
    ("TJK", "TJ"),
    ("TKL", "TK"),
    ("TKM", "TM"),
    ("TLS", "TL"),
    ("TON", "TO"),
    ("TTO", "TT"),
    ("TUN", "TN"),
    ("TUR", "TR"),
    ("TUV", "TV"),
    ("TWN", "TW"),
    ("TZA", "TZ"),
    ("UGA", "UG"),
    ("UKR", "UA"),
    ("UMI", "UM"),
    ("URY", "UY"),
    ("USA", "US"),
    ("UZB", "UZ"),
    ("VAT", "VA"),
    ("VCT", "VC"),
    ("VEN", "VE"),
    ("VGB", "VG"),
    ("VIR", "VI"),
    ("VNM", "VN"),
    ("VUT", "VU"),
    ("WLF", "WF"),
    ("WSM", "WS"),
    ("XKX", "XK"),
    ("YEM", "YE"),
    ("ZAF", "ZA"),
    ("ZMB", "ZM"),
    ("ZWE", "ZW"),
];

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

/// Places of a law pack by name.
#[derive(Debug)]
pub struct Gazetteer<'a> {
    book: &'a LawBook,
    names: BTreeMap<String, &'a str>,
    parts: BTreeMap<String, (&'a str, Option<&'a str>)>,
}

/// What a cell says of places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Codes, in the order written, each once.
    pub places: Vec<String>,
    /// Words that are no place known here.
    pub unclear: Vec<String>,
}

impl<'a> Gazetteer<'a> {
    /// The places of the pack.
    pub fn new(book: &'a LawBook) -> Self {
        let mut names = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for place in &book.pack().places {
            let name = folded(&place.name);
            match place.kind {
                PlaceKind::Country | PlaceKind::Territory | PlaceKind::Area | PlaceKind::Organisation => {
                    names.insert(name, place.code.as_str());
                }
                PlaceKind::Subdivision | PlaceKind::Zone => {
                    let whole = place.part_of.map(|whole| book.place(whole).code.as_str());
                    parts.insert(name, (place.code.as_str(), whole));
                }
            }
        }
        for (name, code) in NAMES {
            if book.place_of(code).is_some() {
                names.insert((*name).to_owned(), code);
            }
        }
        Self { book, names, parts }
    }

    /// A whole text as one place: a code of the pack, a name, a region.
    pub fn one(&self, text: &str) -> Option<String> {
        let text = text.trim().trim_end_matches('.');
        if let Some(code) = self.code(text) {
            return Some(code);
        }
        self.name(text).or_else(|| region(text)).map(str::to_owned)
    }

    fn name(&self, text: &str) -> Option<&str> {
        self.names.get(&folded(text)).copied()
    }

    /// A code in capitals.
    fn code(&self, text: &str) -> Option<String> {
        let text = if matches!(text, "U.S." | "U.S" | "U.S.A." | "U.S.A") { "US" } else { text };
        let text = if matches!(text, "U.K." | "U.K") { "GB" } else { text };
        let shape = text.len() <= 8 && text.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        if !shape {
            return None;
        }
        let place = self.book.place_of(text).or_else(|| self.book.place_of(two(text)?));
        place.map(|place| self.book.place(place).code.clone())
    }

    /// Every place of a cell.
    pub fn all(&self, cell: &str) -> Found {
        let mut found = Found::default();
        for line in cell.split(['\n', ';', '|', '•']).map(str::trim).filter(|line| !line.is_empty()) {
            self.line(line, &mut found);
        }
        found
    }

    fn line(&self, line: &str, found: &mut Found) {
        if let Some(code) = self.one(line) {
            push(&mut found.places, code);
            return;
        }
        let mut pieces = Vec::new();
        for piece in line.split([',', '/', '(', ')', '&', '+']).map(tidy).filter(|piece| !piece.is_empty()) {
            if self.one(piece).is_some() || self.parts.contains_key(&folded(piece)) {
                pieces.push(piece);
            } else {
                pieces.extend(
                    piece.split(" and ").flat_map(|p| p.split(" or ")).map(tidy).filter(|p| !p.is_empty()),
                );
            }
        }
        let resolved: Vec<Option<String>> = pieces.iter().map(|piece| self.one(piece)).collect();
        let is_code = |piece: &str| {
            piece.len() == 2 && self.code(piece).is_some() && !matches!(piece, "US" | "UK" | "GB" | "EU")
        };
        let strangers = resolved.iter().any(Option::is_none);
        let mixed = pieces.iter().any(|piece| !is_code(piece) && piece.len() > 3);
        let wholes: Vec<&String> = resolved.iter().flatten().collect();
        let states = wholes.iter().any(|code| *code == "US");
        let mut inner = Vec::new();
        let mut unclear = Vec::new();
        for (piece, code) in pieces.iter().zip(&resolved) {
            match code {
                // Two letters beside names or cities are as likely a state or a province.
                Some(_) if is_code(piece) && (strangers || mixed || (states && pieces.contains(&"USA"))) => {
                    unclear.push(*piece);
                }
                Some(_) if folded(piece) == "georgia" && (strangers || states) => unclear.push(*piece),
                Some(code) => inner.push(code.clone()),
                None => match self.parts.get(&folded(piece)) {
                    Some((_, Some(whole))) if wholes.iter().any(|code| code == whole) => {}
                    Some((part, _)) if !strangers || pieces.len() == 1 => inner.push((*part).to_owned()),
                    _ => unclear.push(*piece),
                },
            }
        }
        if inner.is_empty() && !unclear.is_empty() {
            push(&mut found.unclear, line.to_owned());
            return;
        }
        // `EU (Ireland)` and `Ireland (EU)` are Ireland: one side of the bracket says where in the area of the other.
        let area = |code: &str| matches!(code, "EU" | "EEA" | "EFTA" | "world");
        let (outside, inside) = if line.contains('(') && inner.len() > 1 {
            let (outside, inside) = brackets(line);
            (self.all(&outside).places, self.all(&inside).places)
        } else {
            (Vec::new(), Vec::new())
        };
        let narrows = |side: &[String]| side.iter().any(|code| !area(code));
        for code in &inner {
            let narrowed =
                (outside.contains(code) && narrows(&inside)) || (inside.contains(code) && narrows(&outside));
            if !(area(code) && narrowed) {
                push(&mut found.places, code.clone());
            }
        }
        for piece in unclear {
            push(&mut found.unclear, piece.to_owned());
        }
    }
}

/// A line without its brackets, and what stands in them, each piece on a line.
fn brackets(line: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut depth = 0usize;
    for c in line.chars() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match c {
            '(' | ')' => inside.push('\n'),
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

fn push(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// A piece without the words that say only how data are there.
fn tidy(piece: &str) -> &str {
    let mut piece = piece.trim().trim_matches(['.', ':', '*', '[', ']', '"']).trim();
    for word in ["and ", "or ", "in ", "the ", "within ", "AWS ", "GCP ", "Azure ", "Google Cloud "] {
        piece = piece.strip_prefix(word).unwrap_or(piece);
    }
    for word in [" only", " region", " regions", " based"] {
        piece = piece.strip_suffix(word).unwrap_or(piece);
    }
    piece.trim()
}

/// The code of two letters for one of three.
pub fn two(code: &str) -> Option<&'static str> {
    THREE.iter().find(|(three, _)| three.eq_ignore_ascii_case(code.trim())).map(|(_, two)| *two)
}

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
    find(&text).or_else(|| zone.filter(|zone| zone.ends_with(|c: char| c.is_ascii_digit())).and_then(find))
}

/// Folded, with the letters that names lose their marks on.
fn folded(name: &str) -> String {
    fold(name)
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            c => c,
        })
        .collect::<String>()
        .replace('ß', "ss")
}

#[cfg(test)]
mod tests {
    use super::{Gazetteer, THREE, two};

    #[test]
    fn codes_of_three_letters_are_places_of_the_pack() {
        let book = jurisdictions::embedded().unwrap();
        for (three, code) in THREE {
            assert!(book.place_of(code).is_some(), "{three}: {code}");
        }
        assert!(THREE.is_sorted());
        assert_eq!((two("usa"), two("GBR"), two("US"), two("")), (Some("US"), Some("GB"), None, None));
    }

    #[test]
    fn cells_name_places_in_many_ways() {
        let book = jurisdictions::embedded().unwrap();
        let places = Gazetteer::new(&book);
        for (cell, expected, unclear) in [
            ("USA", "US", ""),
            ("United States", "US", ""),
            ("U.S.", "US", ""),
            ("UK", "GB", ""),
            ("United States, European Economic Area", "US EEA", ""),
            ("EU (Ireland)", "IE", ""),
            ("Ireland (EU)", "IE", ""),
            ("EU/EEA", "EEA", ""),
            ("Global", "world", ""),
            ("USA / EU (customer selectable)", "US EU", "customer selectable"),
            ("US, EU (Ireland)", "US IE", ""),
            ("Germany (EU), USA", "DE US", ""),
            ("EU, US regions", "EU US", ""),
            ("Hong Kong, China", "HK", ""),
            ("DEU, GBR", "DE GB", ""),
            ("EU member states", "EU", ""),
            ("eu-west-1, us-east-1; europe-west4-b", "IE US NL", ""),
            ("AWS eu-central-1", "DE", ""),
            ("us-west-9", "", "us-west-9"),
            ("US, IE, CA", "US IE CA", ""),
            ("San Francisco, CA, USA", "US", "San Francisco|CA"),
            ("CA, USA", "US", "CA"),
            ("California, USA", "US", ""),
            ("Québec", "CA-QC", ""),
            ("Georgia", "GE", ""),
            ("Atlanta, Georgia", "", "Atlanta, Georgia"),
            ("Georgia, USA", "US", "Georgia"),
            ("Frankfurt, Germany", "DE", "Frankfurt"),
            ("Trinidad and Tobago", "TT", ""),
            ("Germany and France", "DE FR", ""),
            ("Korea, Republic of", "KR", ""),
            ("États-Unis\nRoyaume-Uni", "US GB", ""),
            ("Österreich", "AT", ""),
            ("Cote d'Ivoire", "CI", ""),
            ("Norway", "NO", ""),
            ("NO", "NO", ""),
            ("no", "", "no"),
            ("Europe", "", "Europe"),
            ("depends on the customer's region", "", "depends on the customer's region"),
            ("northeurope", "IE", ""),
        ] {
            let found = places.all(cell);
            assert_eq!(
                (found.places.join(" "), found.unclear.join("|")),
                (expected.to_owned(), unclear.to_owned()),
                "{cell}"
            );
        }
    }
}
