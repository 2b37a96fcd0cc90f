package matching

import "github.com/stackmatch/stackmatch/internal/taxonomy"

// Alignment says how a skill held relates to the skill asked.
type Alignment = taxonomy.Alignment

// The alignments, best first.
const (
	AlignedSame     = taxonomy.AlignedSame
	AlignedExact    = taxonomy.AlignedExact
	AlignedNarrower = taxonomy.AlignedNarrower
	AlignedBroader  = taxonomy.AlignedBroader
	AlignedRelated  = taxonomy.AlignedRelated
)
