//! Who the parties of a flow are to each other.

use serde::{Deserialize, Serialize};

/// Who the parties of a flow are to each other, in the law's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Controller to controller.
    ControllerToController,
    /// Controller to its processor.
    ControllerToProcessor,
    /// Processor to its sub-processor.
    ProcessorToProcessor,
    /// Processor back to its controller.
    ProcessorToController,
    /// Joint controllers.
    JointControllers,
}

impl Role {
    /// The words of the register format.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("controller-to-controller", Self::ControllerToController),
        ("controller-to-processor", Self::ControllerToProcessor),
        ("processor-to-processor", Self::ProcessorToProcessor),
        ("processor-to-controller", Self::ProcessorToController),
        ("joint-controllers", Self::JointControllers),
    ];

    /// Whether the exporter acts for itself: a processor's people are told by its controller.
    pub const fn exporter_is_controller(self) -> bool {
        match self {
            Self::ControllerToController | Self::ControllerToProcessor | Self::JointControllers => true,
            Self::ProcessorToProcessor | Self::ProcessorToController => false,
        }
    }

    /// The word of the register format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ControllerToController => "controller-to-controller",
            Self::ControllerToProcessor => "controller-to-processor",
            Self::ProcessorToProcessor => "processor-to-processor",
            Self::ProcessorToController => "processor-to-controller",
            Self::JointControllers => "joint-controllers",
        }
    }

    /// Whether the importer works for another.
    pub const fn to_processor(self) -> bool {
        matches!(self, Self::ControllerToProcessor | Self::ProcessorToProcessor)
    }
}

/// Several role pairs.
pub type Roles = Vec<Role>;
