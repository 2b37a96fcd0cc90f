package jobad

import (
	"regexp"
	"slices"
)

// spanish is how ads in Spanish speak.
func spanish() *lexicon {
	const number = `(\d{1,2}(?:[.,]\d)?|una?|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte)`
	const upTo = `(?:\s*(?:-|–|a|y|o)\s*` + number + `)?`
	in := &lexicon{
		must: whole(`imprescindible`, `requerid[oa]s?`, `se requiere`, `requiere`, `requisitos?`, `obligatori[oa]s?`, `necesari[oa]s?`, `indispensables?`, `debe(?:r[áa])?n?`, `esencial(?:es)?`),
		nice: whole(`deseables?`, `se valorar[áa]n?`, `valorables?`, `se valora`, `de preferencia`, `preferentemente`, `preferiblemente`, `preferibles?`, `un plus`, `ser[íi]a (?:un|una) (?:plus|ventaja)`, `idealmente`, `no (?:es |son )?(?:necesari[oa]s?|imprescindibles?|indispensables?)`, `opcional(?:es)?`),
		levels: []levelWords{
			{4, whole(`expert[oa]s?`, `maestr[íi]a en`, `dominio (?:total|completo)`, `capacitar a otros`)},
			{3, whole(`avanzad[oa]s?`, `profund[oa]s?`, `s[óo]lid[oa]s?`, `ampli[oa]s?`, `alto nivel`, `gran experiencia`)},
			{2, whole(`dominio`, `buen(?:os|as|a)? (?:manejo|conocimientos?|nivel)`, `intermedi[oa]s?`, `fluid[oa]s?`)},
			{1, whole(`b[áa]sic[oa]s?`, `nociones`, `familiaridad`, `algo de experiencia`, `algunos? conocimientos?`, `principiantes?`)},
		},
		years:   regexp.MustCompile(`(?i)\b` + number + `\s*\+?` + upTo + `\s*\+?\s*(?:o más\s+)?años?\b`),
		claimed: whole(`(?:exigid|requerid|impuest)[oa]s? por (?:\pL+ ){0,3}(?:ley|leyes|norma|normas|normativa|reglamento|c[óo]digo|osha)`, `por ley`, `la ley (?:exige|requiere|pide)`, `legalmente (?:exigid|requerid|obligatori)[oa]s?`, `(?:ley|normativa|reglamento|requisito) (?:estatal|federal|local|vigente)`),
		joints:  regexp.MustCompile(`(?i)\s*(?:,\s|\s,|[;()\[\]]|:\s|\s[-–—]\s|\s(?:incluyendo|incluid[oa]s?|tales como|como por ejemplo|por ejemplo|p\. ?ej\.,?|así como|además de)\s)\s*`),
		filler: regexp.MustCompile(`(?i)^(?:(?:usted|se|el|la|los|las|un|una|y|e|o|u|con|de|del|en|para|a|al|que|sea|tener|tenga|contar|cuente|poseer|posea|debe(?:r[áa])?|ser[áa]?|` +
			`requiere|requiera|requeridos?|requisitos?|necesari[oa]s?|imprescindible|indispensable|deseables?|valorar[áa]n?|buen(?:os|as|a)?|excelentes?|s[óo]lid[oa]s?|ampli[oa]s?|b[áa]sic[oa]s?|avanzad[oa]s?|alto|nivel|` +
			`experiencia|conocimientos?|conocer|capacidad(?:es)?|capaz|habilidad(?:es)?|manejo|dominio|dominar|nociones|familiaridad|comprensi[óo]n|competencias?|previ[oa]s?|demostrables?|comprobables?|m[íi]nim[oa]s?|al menos|` +
			`responsables?|responsabilidad(?:es)?|funciones|tareas|disposici[óo]n|inter[ée]s|uso)(?:[\s:]+|$))+`),
		trailing: regexp.MustCompile(`(?i)(?:[\s,]*(?:^|\s)(?:requerid[oa]s?|necesari[oa]s?|imprescindibles?|indispensables?|deseables?|preferibles?|obligatori[oa]s?|es|son|ser[áa]n?|un|una|plus|ventaja|etc|y|o|solamente)\.?)+$`),
		small:    setOf(`de la que el en y a los se del las un por con una para su al es lo como más nuestro nuestra sus buscamos`),
		numbers:  map[string]string{"un": "1", "una": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10", "doce": "12", "quince": "15", "veinte": "20"},
	}
	in.headings, in.talk = spanishHeadings(), spanishTalk()
	in.patterns = slices.Concat([]pattern{spanishDenied()}, spanishConditions(number, upTo), []pattern{{find: in.claimed}, {find: mask}})
	return in
}

func spanishHeadings() []heading {
	var out []heading
	out = append(out, headings(section{asking, NiceToHave},
		`(?:requisitos|conocimientos|habilidades|experiencia|competencias) (?:deseables?|preferentes?|preferidos?|valorables?|adicionales|opcionales)`, `se valorar[áa]`, `deseables?`, `valorables?`, `(?:un )?plus`)...)
	out = append(out, headings(section{asking, Must},
		`(?:requisitos|conocimientos|habilidades|experiencia|competencias) (?:m[íi]nim[oa]s?|imprescindibles?|indispensables?|obligatori[oa]s|esenciales|necesari[oa]s|requerid[oa]s?)`, `imprescindible`, `indispensable`)...)
	out = append(out, headings(section{asking, Wanted},
		`requisitos(?: del puesto)?`, `perfil(?: (?:del candidato|requerido|buscado|del puesto))?`, `(?:conocimientos|habilidades|aptitudes|competencias)(?: y (?:habilidades|aptitudes|conocimientos|competencias|experiencia))?`,
		`formaci[óo]n(?: y experiencia)?`, `experiencia(?: y formaci[óo]n)?`, `educaci[óo]n`, `(?:qu[ée] )?buscamos`, `lo que (?:buscamos|necesitas|necesita)`)...)
	out = append(out, headings(section{doing, Wanted},
		`(?:tus |sus |las |principales )*(?:funciones|responsabilidades|tareas|actividades)(?: (?:principales|del puesto|a realizar|y (?:responsabilidades|tareas|funciones)))*(?: (?:son|ser[áa]n))?`, `descripci[óo]n(?: del (?:puesto|trabajo|cargo))?`, `(?:qu[ée]|lo que) (?:vas a hacer|har[áa]s?)`, `el puesto`)...)
	return append(out, headings(section{offering, Wanted},
		`(?:qu[ée] )?(?:te )?ofrecemos`, `se ofrece`, `beneficios`, `prestaciones`, `condiciones(?: del puesto)?`, `(?:sobre|acerca de) (?:nosotros|la empresa)`, `qui[ée]nes somos`, `c[óo]mo (?:aplicar|postular(?:se)?)`, `salario`, `sueldo`)...)
}

func spanishConditions(number, upTo string) []pattern {
	find := func(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }
	const degree = `(?:bachillerato|preparatoria|secundaria|educaci[óo]n (?:media|secundaria|b[áa]sica)|primaria)(?: (?:terminad|conclu[íi]d|complet)[oa])?|(?:t[íi]tulo|titulaci[óo]n|grado|diploma|estudios|carrera|formaci[óo]n|ciclo)(?: (?:universitari[oa]s?|formativ[oa]|de (?:grado (?:medio|superior)|grado|bachiller|licenciatura|maestr[íi]a|preparatoria|secundaria|t[ée]cnic[oa](?:/[oa])?)|t[ée]cnic[oa]|profesional|medi[oa]|superior(?:es)?))+|\bgrado en|\bfp\b(?: de)?(?: grado)?(?: (?:medio|superior))?|\beso\b|licenciatura|ingenier[íi]a(?: t[ée]cnica)? titulad[oa]|doctorado|\bged\b|\bmba\b`
	return []pattern{
		{"", hints("salario|sueldo|remunerac|paga|paquete|prestaciones|beneficios"), find(`\b(?:salario|sueldo|remuneraci[óo]n|paga|paquete)(?: \pL+)? (?:competitiv[oa]|atractiv[oa]|negociable|acorde|seg[úu]n)[^.;\d]*|\b(?:prestaciones|beneficios) (?:competitiv|superior|atractiv|de ley)[^.;\d]*`), nil},
		{"", hints("permiso|autorizac|papeles"), find(`\b(?:permiso|autorizaci[óo]n|papeles) (?:de|para) trabajar?[^.;]*`), nil},
		{Pay, hints("$|€|£"), find(`(?:\b(?:salario|sueldo|paga)(?: \pL+)?:? (?:de |desde )?)?([$€£])\s?(\d[\d,]*(?:\.\d+)?)\s?(k)?\b(?:\s*(?:-|–|a|y)\s*[$€£]?\s?(\d[\d,]*(?:\.\d+)?)\s?(k)?\b)?(?:\s*(?:/|por|al|a la|la|el)?\s*(hora|d[íi]a|diarios|semana|semanales|mes|mensuales|año|anuales)\b)?`), pay},
		{Pay, hints("€|euros"), find(`(?:\b(?:salario|sueldo|retribuci[óo]n|paga)(?: \pL+)?:? (?:de |desde )?)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\s?(?:€|euros)?(?:\s*(?:-|–|a|y)\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?)?\s?(?:€|euros)(?: (?:brutos|netos))?(?:\s*(?:/|por|al a?|a la|la|el)?\s*(hora|d[íi]a|diarios|semana|semanales|mes|mensuales|año|anuales)\b)?(?: (?:brutos|netos))?`), euros},
		{MinimumAge, hints("mayor|partir|nimo|tener|edad|menos|años"), find(`\b(?:mayor(?:es)? de|a partir de|m[íi]nimo|tener|edad(?: m[íi]nima)?(?: de)?:?|al menos)\s+(\d{2})(?:\s+años)?(?: (?:de edad|o m[áa]s|cumplidos))?|\b(\d{2}) años (?:de edad|o m[áa]s de edad|cumplidos)`), age},
		{Experience, hints("año|mes"), find(`\b(?:m[íi]nimo |al menos |m[íi]nima de |entre |de )?` + number + `\s*\+?` + upTo + `\s*\+?\s*(?:o más\s+)?(años?|meses|mes)\b(?:\s+de)?`), experience},
		{DrivingLicense, hints("conduc|manej"), find(`(?:licencia|carn[ée]t?|permiso) (?:de )?(?:conducir|conducci[óo]n|manejo|manejar|conductor)(?: (?:vigente|v[áa]lid[oa]|comercial|clase [a-e]|tipo [a-e]|[a-e]\d?\b))*`), nil},
		{BackgroundCheck, hints("antecedentes|prueba|examen|test|huellas"), find(`(?:verificaci[óo]n|revisi[óo]n|comprobaci[óo]n|investigaci[óo]n) de antecedentes(?: penales)?|antecedentes penales|(?:prueba|examen|test) (?:antidroga|antidoping|de drogas|toxicol[óo]gico)s?|huellas (?:digitales|dactilares)`), nil},
		{Travel, hints("viaj"), find(`(?:disponibilidad|disposici[óo]n|capacidad|dispuest[oa]s?)(?: \pL+){0,2} (?:para|de|a) viajar(?:[^.;,(]{0,30}?(\d{1,3}) ?%(?: del tiempo)?)?|\bviajes? (?:frecuentes|ocasionales|nacionales|internacionales)|\bviajar(?: \pL+){0,3} (\d{1,3}) ?%|\bviajar (?:frecuentemente|ocasionalmente|seguido)`), traveling},
		{Shift, hints("turno|semana|noche|festivo|domingo|bado"), find(`\bturnos?(?: (?:(?:de|del|en|por) (?:la )?)?(?:d[íi]a|ma[ñn]ana|tarde|noche|nocturno|diurno|vespertino|matutino|rotativo|rotatorio|mixto|fines? de semana)s?(?:,| y| o|/)?)+|\b(?:trabajar|disponibilidad)(?: \pL+){0,3}? (?:fines de semana|noches|d[íi]as festivos|festivos|domingos|s[áa]bados)(?: y (?:festivos|noches|domingos))?`), nil},
		{Hours, hints("hora"), find(`\b` + number + upTo + `\s*horas?\s*(?:por|a la|/)\s*semana(?:les)?\b|\b` + number + upTo + ` horas semanales\b`), weekly},
		{Hours, hints("hora|tiempo|jornada"), find(`\b(?:tiempo|jornada) (?:complet[oa]|parcial)|\bmedio tiempo\b|\bmedia jornada\b`), nil},
		{Education, hints("titulaci|ciclo|fp|eso|bachiller|preparatoria|secundaria|educaci|primaria|título|titulo|grado|diploma|estudios|carrera|formaci|licenciatura|ingenier|doctorado|ged|mba"), find(`(?:` + degree + `)(?:(?:,|/| o| y)?\s*(?:` + degree + `))*(?: (?:(?:en|de) )?[^.;,()]{2,60}?(?:afines?|similar(?:es)?|relacionad[oa]s?|equivalentes?)\b| (?:en |de )?[^.;,()]{2,60}?(?:(?:,|\s)(?:requerid[oa]|imprescindible|con|[oy] (?:experiencia|conocimientos?|dominio|manejo|capacidad|equivalente|mínimo|al menos))\b|\s?\(|$))?(?: o equivalente)?`), nil},
	}
}

// weekly reads the bounds of either of two ways to say hours a week.
func weekly(in *lexicon, m []string, _ string, c *Condition) bool {
	c.Unit = "hours per week"
	for i := 1; i+1 < len(m); i += 2 {
		if m[i] != "" {
			c.Minimum, c.Maximum = in.decimal(m[i]), in.decimal(m[i+1])
		}
	}
	return true
}
