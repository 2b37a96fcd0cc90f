package badge

// sentence says one thing to a person, in both languages, without a full stop:
// what it is about may follow.
type sentence struct{ en, es string }

type language int

const (
	english language = iota
	spanish
)

// maxAbout bounds how much of a badge's own text a sentence repeats.
const maxAbout = 200

// in gives the sentence in a language, with what it is about behind a colon.
func (s sentence) in(l language, about string) string {
	words := s.en
	if l == spanish {
		words = s.es
	}
	if about == "" {
		return words + "."
	}
	if short := []rune(about); len(short) > maxAbout {
		about = string(short[:maxAbout]) + "…"
	}
	return words + ": " + about + "."
}

// sentence chooses the words for a finding.
func (f finding) sentence(name CheckName) sentence {
	if f.outcome == Fail || f.outcome == Unknown {
		if s, ok := reasonSentences[f.reason]; ok {
			return s
		}
		return sentence{"This could not be checked", "Esto no se pudo comprobar"}
	}
	if s, ok := noteSentences[f.note]; ok {
		return s
	}
	if f.outcome == Pass {
		return passSentences[name]
	}
	return noneSentences[name]
}

var passSentences = map[CheckName]sentence{
	CheckFormat:        {"The file could be read", "El archivo se pudo leer"},
	CheckContext:       {"Its terms are defined by vocabularies that we know", "Sus términos están definidos por vocabularios que conocemos"},
	CheckSchema:        {"It says all that its specification asks for", "Dice todo lo que pide su especificación"},
	CheckProof:         {"It is unchanged since it was signed or published", "No ha cambiado desde que se firmó o publicó"},
	CheckIssuerBinding: {"The key belongs to the issuer that it names", "La clave es del emisor que nombra"},
	CheckStatus:        {"The issuer has neither revoked nor suspended it", "El emisor no la ha revocado ni suspendido"},
	CheckValidity:      {"It is within the dates for which it was issued", "Está dentro de las fechas para las que se emitió"},
	CheckRecipient:     {"It was issued to this person", "Se emitió a esta persona"},
	CheckEndorsement:   {"Every endorsement in it holds", "Todos los avales que contiene son válidos"},
	CheckEmbedded:      {"Every credential in it holds", "Todas las credenciales que contiene son válidas"},
	CheckIssuerTrust:   {"The issuer is known", "El emisor es conocido"},
}

var noneSentences = map[CheckName]sentence{
	CheckFormat:        {"There is nothing to read", "No hay nada que leer"},
	CheckContext:       {"It names no vocabularies that need a check", "No nombra vocabularios que deban comprobarse"},
	CheckSchema:        {"There are no rules to compare it with", "No hay reglas con las que compararla"},
	CheckProof:         {"There is no signature to check", "No hay firma que comprobar"},
	CheckIssuerBinding: {"There is no issuer to check", "No hay emisor que comprobar"},
	CheckStatus:        {"The issuer offers no way to revoke it", "El emisor no ofrece forma de revocarla"},
	CheckValidity:      {"It has no dates to check", "No tiene fechas que comprobar"},
	CheckRecipient:     {"Whose it is was not asked", "No se preguntó a quién pertenece"},
	CheckEndorsement:   {"There are no endorsements in it", "No contiene avales"},
	CheckEmbedded:      {"There are no other credentials in it", "No contiene otras credenciales"},
	CheckIssuerTrust:   {"No list of known issuers was asked", "No se consultó ninguna lista de emisores conocidos"},
}

var noteSentences = map[note]sentence{
	noteUnreadable: {"Not checked, as the file could not be read", "No se comprobó porque el archivo no se pudo leer"},
	noteUnsigned:   {"Not checked, as nobody signed it", "No se comprobó porque nadie la firmó"},
	noteUnproven:   {"Not checked, as it is not proven whose it is", "No se comprobó porque no está demostrado de quién es"},
	noteHosted:     {"It is not signed; its host vouches for it", "No está firmada; responde por ella quien la publica"},
	noteExchange:   {"The dates of a presentation limit its exchange, not what it shows", "Las fechas de una presentación limitan su intercambio, no lo que muestra"},
	noteNotAsked:   {"Not looked up", "No se consultó"},
}

// reasonSentences are the words for what failed or could not be decided.
var reasonSentences = map[Reason]sentence{
	ReasonMalformed:         {"The file is damaged or is not a badge that we can read", "El archivo está dañado o no es una insignia que podamos leer"},
	ReasonNotABadge:         {"The file is not a badge", "El archivo no es una insignia"},
	ReasonTooLarge:          {"It is larger than a badge may be", "Es más grande de lo que puede ser una insignia"},
	ReasonTooComplex:        {"It is more complicated than a badge may be", "Es más complicada de lo que puede ser una insignia"},
	ReasonNoBadgeInImage:    {"There is no badge in the image", "La imagen no contiene ninguna insignia"},
	ReasonContextMissing:    {"It does not name the vocabulary that its kind must start with", "No nombra el vocabulario con el que debe empezar"},
	ReasonContextNotAllowed: {"It defines its terms in a way that we do not know and so cannot trust", "Define sus términos de una forma que no conocemos y en la que no podemos confiar"},
	ReasonUnsignedData:      {"It contains something that the signature does not cover", "Contiene algo que la firma no cubre"},
	ReasonDataModel:         {"It breaks a rule of its specification", "Incumple una regla de su especificación"},
	ReasonDateFormat:        {"A date in it is not written as a date and time with a zone", "Una fecha no está escrita como fecha y hora con zona horaria"},

	ReasonNoProof:          {"Nobody has signed it", "Nadie la ha firmado"},
	ReasonProofPurpose:     {"The signature was made for another purpose", "La firma se hizo con otro propósito"},
	ReasonSignatureInvalid: {"It was changed after it was signed, or the signature is another's", "Se modificó después de firmarla o la firma es de otra"},
	ReasonUnsupportedSuite: {"It is signed in a way that we cannot check", "Está firmada de una forma que no podemos comprobar"},
	ReasonAlgNotAllowed:    {"It is signed in a way that proves nothing", "Está firmada de una forma que no demuestra nada"},
	ReasonClaimMismatch:    {"The token around it says something else than the credential", "El token que la contiene dice otra cosa que la credencial"},
	ReasonWrongTokenType:   {"The token says that it is something else than this", "El token dice que es otra cosa"},

	ReasonIssuerMismatch:       {"It is signed by somebody else than the issuer that it names", "La firmó alguien distinto del emisor que nombra"},
	ReasonIssuerNotProven:      {"The signature is intact, but nothing proves who the issuer is", "La firma está intacta, pero nada demuestra quién es el emisor"},
	ReasonKeyNotInDocument:     {"The issuer does not list the key that signed it", "El emisor no incluye la clave que la firmó"},
	ReasonKeyNotAuthorized:     {"The issuer does not let this key sign badges", "El emisor no permite que esta clave firme insignias"},
	ReasonKeyExpired:           {"The issuer's key has expired", "La clave del emisor ha caducado"},
	ReasonKeyRevoked:           {"The issuer has withdrawn the key", "El emisor ha retirado la clave"},
	ReasonKeyNotResolvable:     {"The issuer's key could not be found", "No se pudo encontrar la clave del emisor"},
	ReasonUnsupportedDIDMethod: {"The issuer is named in a way that we cannot look up", "El emisor está identificado de una forma que no podemos consultar"},
	ReasonFetchBlocked:         {"It points to an address that may not be opened", "Apunta a una dirección que no se puede abrir"},
	ReasonNotFound:             {"Its issuer does not publish it at its address", "Su emisor no la publica en su dirección"},
	ReasonNotFetched:           {"What it points to could not be reached", "No se pudo acceder a lo que enlaza"},
	ReasonHostedDiffers:        {"It says something else than what its issuer publishes", "Dice otra cosa que lo que publica su emisor"},
	ReasonHostingScope:         {"It is published at an address that its issuer does not vouch for", "Está publicada en una dirección por la que su emisor no responde"},

	ReasonRevoked:            {"The issuer has revoked it", "El emisor la ha revocado"},
	ReasonSuspended:          {"The issuer has suspended it", "El emisor la ha suspendido"},
	ReasonStatusMalformed:    {"The issuer's list of revoked badges is damaged", "La lista de insignias revocadas del emisor está dañada"},
	ReasonStatusRetrieval:    {"The issuer's list of revoked badges could not be fetched", "No se pudo obtener la lista de insignias revocadas del emisor"},
	ReasonStatusVerification: {"The issuer's list of revoked badges does not hold itself", "La propia lista de insignias revocadas del emisor no es válida"},
	ReasonStatusLength:       {"The issuer's list of revoked badges is too short", "La lista de insignias revocadas del emisor es demasiado corta"},
	ReasonStatusRange:        {"The issuer's list of revoked badges has no place for this one", "La lista de insignias revocadas del emisor no tiene lugar para esta"},
	ReasonStatusIssuer:       {"The list of revoked badges is another's", "La lista de insignias revocadas es de otra entidad"},
	ReasonStatusUnsupported:  {"Its status is given in a way that we cannot look up", "Su estado se indica de una forma que no podemos consultar"},

	ReasonExpired:             {"It has expired", "Ha caducado"},
	ReasonNotYetValid:         {"It is not valid yet", "Todavía no es válida"},
	ReasonRecipientMismatch:   {"It was issued to somebody else", "Se emitió a otra persona"},
	ReasonRecipientUnknown:    {"It cannot be told whether it was issued to this person", "No se puede saber si se emitió a esta persona"},
	ReasonEndorsementInvalid:  {"An endorsement in it does not hold", "Un aval que contiene no es válido"},
	ReasonEndorsementUnknown:  {"An endorsement could not be checked", "No se pudo comprobar un aval"},
	ReasonEmbeddedInvalid:     {"A credential in it does not hold", "Una credencial que contiene no es válida"},
	ReasonEmbeddedUnknown:     {"A credential in it could not be checked", "No se pudo comprobar una credencial que contiene"},
	ReasonIssuerUnknown:       {"The issuer is on none of the lists that were asked", "El emisor no está en ninguna de las listas consultadas"},
	ReasonRegistrySilent:      {"A list of known issuers did not answer", "Una lista de emisores conocidos no respondió"},
	ReasonUnsupportedEnvelope: {"It is packed in a way that we cannot open", "Está empaquetada de una forma que no podemos abrir"},
}
