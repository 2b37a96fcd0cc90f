package roster

// Code says in a word why a row failed. It is stored: it tells nothing of what
// stood in the row.
type Code string

// The codes.
const (
	Unreadable             Code = "UNREADABLE"
	TextTooLong            Code = "TEXT_TOO_LONG"
	MicroCredentialMissing Code = "MICRO_CREDENTIAL_MISSING"
	// MicroCredentialUnknown stands for what is not there and for what may not be awarded.
	MicroCredentialUnknown   Code = "MICRO_CREDENTIAL_UNKNOWN"
	MicroCredentialAmbiguous Code = "MICRO_CREDENTIAL_AMBIGUOUS"
	RecipientMissing         Code = "RECIPIENT_MISSING"
	// RecipientUnknown stands for who is not here and for who has opened nothing.
	RecipientUnknown  Code = "RECIPIENT_UNKNOWN"
	EarnedOnInvalid   Code = "EARNED_ON_INVALID"
	EarnedAhead       Code = "EARNED_AHEAD"
	ExpiresOnInvalid  Code = "EXPIRES_ON_INVALID"
	ExpiresTooEarly   Code = "EXPIRES_TOO_EARLY"
	LevelInvalid      Code = "LEVEL_INVALID"
	SkillUnknown      Code = "SKILL_UNKNOWN"
	ResultsInvalid    Code = "RESULTS_INVALID"
	notThere               = "this row failed"
	notThereInSpanish      = "esta fila no se pudo importar"
)

// sentences are the codes for a person, in English and Spanish.
var sentences = map[Code][2]string{
	Unreadable:               {"this row cannot be read: its quotes or the number of its cells are wrong", "esta fila no se puede leer: sus comillas o el número de sus celdas no son correctos"},
	TextTooLong:              {"a text in this row is too long", "un texto de esta fila es demasiado largo"},
	MicroCredentialMissing:   {"say which micro-credential was earned", "diga qué microcredencial se obtuvo"},
	MicroCredentialUnknown:   {"there is no such micro-credential that may be awarded here", "no hay tal microcredencial que se pueda otorgar aquí"},
	MicroCredentialAmbiguous: {"several micro-credentials have this title: give the id", "varias microcredenciales tienen este título: dé el id"},
	RecipientMissing:         {"say who earned it: an id or an e-mail address, or a name and your own reference", "diga quién la obtuvo: un id o un correo electrónico, o un nombre y su propia referencia"},
	RecipientUnknown:         {"there is nobody of this id or address who has opened their record to your organization", "no hay nadie con este id o dirección que haya abierto su expediente a su organización"},
	EarnedOnInvalid:          {"a day is written as 2026-11-22", "un día se escribe como 2026-11-22"},
	EarnedAhead:              {"an award is earned on a day that has come", "un logro se obtiene en un día que ya ha llegado"},
	ExpiresOnInvalid:         {"a day is written as 2026-11-22", "un día se escribe como 2026-11-22"},
	ExpiresTooEarly:          {"an award expires after it was earned", "un logro vence después de obtenerse"},
	LevelInvalid:             {"a level is 1 to 4", "un nivel va de 1 a 4"},
	SkillUnknown:             {"a level is of a skill that the micro-credential asserts, each once", "un nivel es de una habilidad que la microcredencial acredita, cada una una vez"},
	ResultsInvalid:           {"results are written as name=value, with | between them", "los resultados se escriben como nombre=valor, separados por |"},
}

// Sentences is a code for a person, in English and in Spanish.
func (c Code) Sentences() (english, spanish string) {
	if s, known := sentences[c]; known {
		return s[0], s[1]
	}
	return notThere, notThereInSpanish
}

// Column is the one that a code is about; empty where it is the row as a whole.
func (c Code) Column() string {
	switch c {
	case MicroCredentialMissing, MicroCredentialUnknown, MicroCredentialAmbiguous:
		return ColumnMicroCredential
	case RecipientMissing, RecipientUnknown:
		return ColumnRecipient
	case EarnedOnInvalid, EarnedAhead:
		return ColumnEarnedOn
	case ExpiresOnInvalid, ExpiresTooEarly:
		return ColumnExpiresOn
	case ResultsInvalid:
		return ColumnResults
	default: // it is the row as a whole
		return ""
	}
}
