//! Pictures of the flows active on the day; what a form cannot show well is said on the side.

use transfer_model::assess::assess_day;

use crate::args::Export;
use crate::env::Out;
use crate::input::Loaded;
use crate::render::picture::{Picture, Size, mermaid, svg};

/// The picture of a register with its verdicts, or of the flows that were chosen.
pub(super) fn of(args: &Export, loaded: &Loaded) -> Picture {
    let assessment = super::chosen(args, loaded, assess_day(&loaded.register, &loaded.book, loaded.day));
    Picture::new(loaded, &assessment, !args.flows.is_empty())
}

/// For Mermaid, with a warning where it will not draw so much.
pub(super) fn mermaid(picture: &Picture, out: &mut Out<'_>) -> String {
    let text = mermaid::write(picture);
    if picture.arrows.len() > mermaid::MOST_ARROWS || text.len() > mermaid::MOST_BYTES {
        out.message(&format!(
            "warning: Mermaid as it is set up by default draws at most {} arrows and {} characters; this picture has {} and {}\n  = help: choose flows with --flow, or use --format svg\n",
            mermaid::MOST_ARROWS,
            mermaid::MOST_BYTES,
            picture.arrows.len(),
            text.len()
        ));
    }
    text
}

/// A drawing; of a large register by country, and of one that is larger still none.
pub(super) fn svg(picture: Picture, out: &mut Out<'_>) -> Option<String> {
    let (parties, arrows) = (picture.parties.len(), picture.arrows.len());
    match picture.sized() {
        Size::Whole(picture) => Some(svg::draw(&picture, "transfer-picture")),
        Size::Countries(picture) => {
            out.message(&format!(
                "warning: {parties} parties and {arrows} arrows are too many for a picture that can be read; it shows countries instead\n  = help: above {} parties or {} arrows choose flows with --flow, or use --format graphml\n",
                Picture::MOST_PARTIES,
                Picture::MOST_ARROWS
            ));
            Some(svg::draw(&picture, "transfer-picture"))
        }
        Size::TooLarge => {
            out.message(&format!(
                "error: {parties} parties and {arrows} arrows are too many for a picture, even by country\n  = help: a picture has at most {} parties and {} arrows: choose flows with --flow, or use --format graphml\n",
                Picture::MOST_PARTIES,
                Picture::MOST_ARROWS
            ));
            None
        }
    }
}
