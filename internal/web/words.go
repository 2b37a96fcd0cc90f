package web

import (
	"fmt"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
)

// phrase is what pages say, in both languages; %s is where something goes into it.
type phrase struct{ en, es string }

func (p phrase) in(language string) string {
	if language == spanish {
		return p.es
	}
	return p.en
}

// say gives a phrase in a language. A template that asks for one that there is not
// fails its tests.
func say(language, key string, about ...any) (string, error) {
	p, known := phrases[key]
	if !known {
		return "", fmt.Errorf("no phrase %q", key)
	}
	if len(about) == 0 {
		return p.in(language), nil
	}
	return fmt.Sprintf(p.in(language), about...), nil
}

var phrases = map[string]phrase{
	"skip":     {"Skip to the content", "Ir al contenido"},
	"language": {"Language", "Idioma"},
	"this":     {"English", "Español"},
	"other":    {"Español", "English"},
	"colophon": {"No cookies, no scripts, nobody counted.", "Sin cookies, sin scripts, sin contar a nadie."},

	"plan of":       {"The plan of %s", "El plan de %s"},
	"plan goal":     {"To:", "Hacia:"},
	"plan done":     {"%d of %d steps done", "%d de %d pasos hechos"},
	"plan hours":    {"%s hours to go", "faltan %s horas"},
	"plan pace":     {"at %d hours a week", "a %d horas por semana"},
	"plan price":    {"%s to pay", "%s por pagar"},
	"plan outdated": {"This plan no longer holds as it was saved. Look at it again, or ask your coach.", "Este plan ya no vale como se guardó. Vuelva a mirarlo o pregunte a su orientador."},
	"plan as of":    {"As of %s. Dates and prices are the providers'.", "A fecha de %s. Las fechas y los precios son de quienes imparten."},
	"plan cut":      {"Long texts are cut short here: the portal has all of them.", "Aquí los textos largos van abreviados: el portal los tiene completos."},
	"step done":     {"done", "hecho"},
	"step begun":    {"begun", "en curso"},
	"step open":     {"to do", "por hacer"},
	"step from":     {"from %s", "desde el %s"},
	"step until":    {"until %s", "hasta el %s"},
	"step hours":    {"%s h", "%s h"},
	"step price":    {"you pay %s", "usted paga %s"},
	"step own":      {"at your own pace", "a su propio ritmo"},
	"step earned":   {"earned by completing the stack", "se obtiene al completar la serie"},
	"step free":     {"free for you", "sin costo para usted"},
	"step stack":    {"a stack", "una serie"},
	"step optional": {"optional", "opcional"},
	"pathway ctdl":  {"The same for programs, in CTDL", "Lo mismo para programas, en CTDL"},
	"step prior":    {"prove what you can already do", "demuestre lo que ya sabe hacer"},

	"awarded to": {"Awarded to %s", "Otorgado a %s"},
	"earned":     {"Earned", "Obtenido"},
	"until":      {"Valid until", "Válido hasta"},
	"ended":      {"Was valid until", "Fue válido hasta"},
	"taken back": {"Taken back", "Retirado"},
	"for good":   {"No end date", "Sin vencimiento"},
	"issued by":  {"Issued by", "Emitido por"},

	"can":           {"What a holder can do", "Qué sabe hacer quien lo tiene"},
	"skills":        {"Skills proven", "Habilidades demostradas"},
	"level %d of 4": {"level %d of 4", "nivel %d de 4"},
	"criteria":      {"What it takes to earn it", "Qué se exige para obtenerlo"},
	"more":          {"The definition, and who issues it", "La definición, y quién la emite"},
	"about":         {"About it", "De qué se trata"},
	"evidence":      {"Evidence", "Evidencia"},
	"evidence note": {"What the earner chose to show of their work.", "Lo que la persona eligió mostrar de su trabajo."},
	"open":          {"Open it", "Abrirla"},

	"checks":         {"The checks", "Las comprobaciones"},
	"checked":        {"Checked on %s.", "Comprobado el %s."},
	"no checks":      {"There is no signed badge to check. What counts is the record of its issuer here.", "No hay una insignia firmada que comprobar. Cuenta lo que su emisor tiene registrado aquí."},
	"whose":          {"Whose it is", "De quién es"},
	"whose named":    {"%s is the name that the earner asked to be shown here.", "%s es el nombre que la persona pidió mostrar aquí."},
	"whose nameless": {"The earner asked for no name to be shown here.", "La persona pidió que aquí no se mostrara su nombre."},
	"whose note": {
		"This page proves what was awarded. It cannot prove who is standing in front of you.",
		"Esta página demuestra qué se otorgó. No puede demostrar quién está delante de usted.",
	},

	"known":      {"Known here: what it awards counts.", "Conocido aquí: lo que otorga cuenta."},
	"not known":  {"Not known here: nobody here vouches for it.", "No es conocido aquí: nadie aquí responde por él."},
	"scan":       {"Scan to see the checks made anew", "Escanee para ver las comprobaciones hechas de nuevo"},
	"code":       {"QR code that leads to %s", "Código QR que lleva a %s"},
	"files":      {"The badge as a file", "La insignia como archivo"},
	"files note": {"For wallets and other verifiers.", "Para carteras digitales y otros verificadores."},
	"documents":  {"For programs", "Para programas"},
	"award ends": {"Published by its earner, who may withdraw it at any time.", "Publicado por la persona, que puede retirarlo en cualquier momento."},

	"sheet of %s":  {"What %s can do", "Qué sabe hacer %s"},
	"sheet":        {"What I can do", "Qué sé hacer"},
	"sheet note":   {"Each line was proven to the organization named in it.", "Cada línea se demostró ante la organización que se nombra en ella."},
	"sheet as of":  {"As of %s", "Al %s"},
	"sheet scan":   {"Scan to check every line now", "Escanee para comprobar cada línea ahora"},
	"sheet until":  {"This page can be opened until %s.", "Esta página se puede abrir hasta el %s."},
	"sheet empty":  {"There is nothing on this sheet any more.", "Ya no hay nada en esta hoja."},
	"sheet ends":   {"Handed out by its earner, who may withdraw it at any time.", "La entrega la persona, que puede retirarla en cualquier momento."},
	"line earned":  {"earned %s", "obtenido en %s"},
	"line until":   {"valid until %s", "válido hasta el %s"},
	"line ended":   {"was valid until %s", "fue válido hasta el %s"},
	"line revoked": {"taken back on %s", "retirado el %s"},

	"issuer":       {"Issuer", "Emisor"},
	"website":      {"Website", "Sitio web"},
	"did":          {"Its badges name it as", "Sus insignias lo nombran como"},
	"issuer keys":  {"The keys that sign for it", "Las claves que firman por él"},
	"profile":      {"Its profile", "Su perfil"},
	"profile ob2":  {"Its profile for Open Badges 2.0", "Su perfil para Open Badges 2.0"},
	"issuer proof": {"A badge is from this issuer if one of its keys signed it. Verifiers check that by themselves.", "Una insignia es de este emisor si la firmó una de sus claves. Los verificadores lo comprueban por sí mismos."},

	"developer":       {"Developed by", "Desarrollado por"},
	"version":         {"Version", "Versión"},
	"lasts":           {"Valid for", "Válido por"},
	"months":          {"%d months", "%d meses"},
	"achievement":     {"The definition", "La definición"},
	"competency":      {"What is proven", "Qué se demuestra"},
	"effort":          {"Takes about", "Requiere alrededor de"},
	"hours":           {"%s hours", "%s horas"},
	"price":           {"List price", "Precio de lista"},
	"free":            {"free", "gratis"},
	"offered in":      {"Offered in", "Se ofrece en"},
	"newer":           {"the current version", "la versión actual"},
	"retired":         {"Awarded no more since", "Ya no se otorga desde el"},
	"assessed":        {"How it is assessed", "Cómo se evalúa"},
	"two":             {"Two people judge, each without knowing of the other", "Evalúan dos personas, cada una sin saber de la otra"},
	"passes from":     {"passed from", "se aprueba desde"},
	"evidence asked":  {"The evidence asked for", "La evidencia que se pide"},
	"optional":        {"optional", "opcional"},
	"rubric":          {"The rubric", "La rúbrica"},
	"criterion":       {"Criterion", "Criterio"},
	"levels":          {"Levels, lowest first", "Niveles, del más bajo al más alto"},
	"enough":          {"meets it", "lo cumple"},
	"before":          {"What comes before", "Qué se necesita antes"},
	"advised":         {"advised, not required", "recomendado, no obligatorio"},
	"offerings":       {"Where and when to earn it", "Dónde y cuándo obtenerlo"},
	"any time":        {"start at any time", "se empieza en cualquier momento"},
	"%d seats":        {"%d seats", "%d plazas"},
	"worth":           {"What it is worth", "Cuánto vale"},
	"hoped":           {"Proposed, not in force", "Propuesto, aún no vigente"},
	"hoped note":      {"Nobody can rely on this yet.", "Todavía no se puede contar con esto."},
	"from":            {"From", "Desde el"},
	"grade":           {"with a grade of at least", "con una nota mínima de"},
	"aligned":         {"What it is aligned with", "Con qué se alinea"},
	"achievement ob2": {"The definition for Open Badges 2.0", "La definición para Open Badges 2.0"},

	"endorsement":      {"Endorsement", "Aval"},
	"endorsed by":      {"Endorsed by", "Avalado por"},
	"endorsed on":      {"On", "El"},
	"what they say":    {"What they say", "Lo que dicen"},
	"endorsement file": {"The endorsement, signed", "El aval, firmado"},
	"endorsement ends": {"Signed by who endorses, who may withdraw it at any time.", "Firmado por quien avala, que puede retirarlo en cualquier momento."},

	"link refused": {"This link cannot be used", "Este enlace no se puede usar"},
	"not now":      {"this could not be done just now; please try again", "no se pudo hacer en este momento; inténtelo de nuevo"},
	"bearer":       {"Your access token", "Su token de acceso"},
	"bearer note":  {"Programs sign in with it as you. Show it to nobody.", "Con él, los programas entran como usted. No se lo muestre a nadie."},
	"try":          {"Try it in GraphiQL", "Probarlo en GraphiQL"},

	"nothing here": {"There is nothing here", "Aquí no hay nada"},
	"nothing":      {"There is nothing here, or nothing any more.", "Aquí no hay nada, o ya no lo hay."},
	"nothing note": {
		"An award's page is there for as long as its earner wishes. If somebody gave you this address, ask them for a new one.",
		"La página de un logro existe mientras la persona lo desee. Si alguien le dio esta dirección, pídale una nueva.",
	},
}

var kindWords = map[enum.CredentialKind]phrase{
	enum.KindMicroCredential:  {"Micro-credential", "Microcredencial"},
	enum.KindCertification:    {"Certification", "Certificación"},
	enum.KindLicense:          {"License", "Licencia"},
	enum.KindCourseCompletion: {"Course completion", "Curso completado"},
	enum.KindCertificate:      {"Certificate", "Certificado"},
	enum.KindDegree:           {"Degree", "Título"},
}

// levelWords are the levels of proficiency, from none stated on.
var levelWords = [...]phrase{
	{"Level not stated", "Sin nivel indicado"},
	{"With help", "Con ayuda"},
	{"Alone on routine work", "Sin ayuda en el trabajo habitual"},
	{"Alone when things go wrong", "Sin ayuda cuando algo sale mal"},
	{"Guides others", "Guía a otras personas"},
}

var checkWords = map[badge.CheckName]phrase{
	badge.CheckFormat:        {"File", "Archivo"},
	badge.CheckContext:       {"Vocabulary", "Vocabulario"},
	badge.CheckSchema:        {"Structure", "Estructura"},
	badge.CheckProof:         {"Signature", "Firma"},
	badge.CheckIssuerBinding: {"Issuer’s key", "Clave del emisor"},
	badge.CheckStatus:        {"Revocation", "Revocación"},
	badge.CheckValidity:      {"Dates", "Fechas"},
	badge.CheckRecipient:     {"Recipient", "Destinatario"},
	badge.CheckEndorsement:   {"Endorsements", "Avales"},
	badge.CheckEmbedded:      {"Badges inside", "Insignias incluidas"},
	badge.CheckIssuerTrust:   {"Issuer known here", "Emisor conocido aquí"},
}

var outcomeWords = map[badge.Outcome]phrase{
	badge.Pass:          {"Passed", "Superada"},
	badge.Fail:          {"Failed", "No superada"},
	badge.Unknown:       {"Could not be checked", "No se pudo comprobar"},
	badge.NotApplicable: {"Does not apply", "No corresponde"},
}
