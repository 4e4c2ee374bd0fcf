//! How each verdict looks: its colour, the width of its stroke, its mark. Any two colours differ by 25 or more
//! (CIE 1976) to normal eyes and to people without red, green or blue cones, and each stands out from its ground
//! at three to one or more. No verdict is told by colour alone: its word always stands beside.

use transfer_model::assess::Verdict;

/// The look of a verdict.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Colour of line and mark.
    pub(crate) colour: &'static str,
    /// Width of the line, as written.
    pub(crate) width: &'static str,
    /// The mark, as a path around (0, 0).
    pub(crate) mark: &'static str,
    /// Whether the mark is filled.
    pub(crate) filled: bool,
    /// Head of the arrow in Graphviz.
    pub(crate) dot_head: &'static str,
    /// End of the arrow in Mermaid.
    pub(crate) mermaid_end: char,
    /// What the verdict means, in few words.
    pub(crate) meaning: &'static str,
}

/// The look of a verdict.
pub(crate) const fn look(verdict: Verdict) -> Look {
    match verdict {
        Verdict::NotRestricted => Look {
            colour: "#3e3c40",
            width: "1",
            mark: "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
            filled: false,
            dot_head: "onormal",
            mermaid_end: '>',
            meaning: "the law does not restrict it",
        },
        Verdict::Valid => Look {
            colour: "#03758b",
            width: "1.5",
            mark: "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
            filled: true,
            dot_head: "normal",
            mermaid_end: '>',
            meaning: "a mechanism covers it",
        },
        Verdict::Conditional => Look {
            colour: "#b77904",
            width: "2",
            mark: "M0 -5L5 4L-5 4Z",
            filled: false,
            dot_head: "empty",
            mermaid_end: '>',
            meaning: "stands; duties are open",
        },
        Verdict::Undetermined => Look {
            colour: "#7b3ed9",
            width: "2",
            mark: "M0 -5L5 0L0 5L-5 0Z",
            filled: false,
            dot_head: "odiamond",
            mermaid_end: 'o',
            meaning: "a fact that decides is missing",
        },
        Verdict::Unsupported => Look {
            colour: "#5c2b0d",
            width: "2.5",
            mark: "M-4 -4L4 -4L4 4L-4 4Z",
            filled: false,
            dot_head: "obox",
            mermaid_end: 'x',
            meaning: "nothing claimed is a mechanism",
        },
        Verdict::Invalid => Look {
            colour: "#e95060",
            width: "3",
            mark: "M-4 -4L4 4M-4 4L4 -4",
            filled: false,
            dot_head: "box",
            mermaid_end: 'x',
            meaning: "what is claimed does not hold",
        },
        Verdict::Prohibited => Look {
            colour: "#000000",
            width: "4",
            mark: "M-2 -5L2 -5L5 -2L5 2L2 5L-2 5L-5 2L-5 -2Z",
            filled: true,
            dot_head: "tee",
            mermaid_end: 'x',
            meaning: "a ban applies",
        },
    }
}
