package jobad

import (
	"regexp"
	"slices"
	"strings"
)

// talk is how employers speak of themselves, of what they give and of how to apply: it
// asks for no skill, wherever it stands.
type talk struct {
	// begins is how such sentences begin; anywhere is what they have somewhere, after
	// one of some hints in lower case.
	begins, anywhere *regexp.Regexp
	hints            []string
	// seeks is what a sentence has that asks for something all the same.
	seeks *regexp.Regexp
}

// of tells whether a sentence is one of these.
func (t talk) of(sentence, lower string) bool {
	said := t.begins.MatchString(sentence) ||
		slices.ContainsFunc(t.hints, func(hint string) bool { return strings.Contains(lower, hint) }) && t.anywhere.MatchString(sentence)
	return said && !t.seeks.MatchString(lower)
}

func englishTalk() talk {
	const company = `(?:company|firm|provider|leader|start-?up|agency|organi[sz]ation|corporation|employer|manufacturer|retailer|supplier|distributor|non-?profit|studio|charity|consultancy|` +
		`network|marketplace|bank|hospital|university|college|school|restaurant|dealership|developer of|producer of|maker of|subsidiary|division of|team of|platform|brand|business|community|group)`
	return talk{
		begins: regexp.MustCompile(`(?i)^(?:we(?:'|’)(?:re|ve|ll)\b|we (?:also |are|have|offer|provide|believe|help|work with|love|build|create|support|serve|pride|strive|save|combine|deliver|encourage|hope|specialize|operate|eat|enjoy|understand|know|care|partner|develop|design|make|give|run|want)\b|our (?:\pL+ ){0,2}?(?:company|clients?|mission|culture|people|employees|customers|products?|platforms?|services|goal|vision|values|offices?|headquarters|founders?|business|team|technology|applications?|software|brands?|work|passion|story|success|portfolio|growth|partners)\b|` +
			`(?:was |were )?(?:founded|established|headquartered|ranked|awarded|backed|funded|recogni[sz]ed) (?:in|by|as|among|the)\b|since \d|based in\b|located in\b|with (?:(?:over|more than) )?(?:\d|offices|locations)|` +
			`(?:come )?join (?:us|our|the|a)\b|(?:to )?apply\b|please\b|send\b|submit\b|click\b|contact\b|e-?mail\b|visit\b|call us\b|for more\b|to learn more\b|interested\b|` +
			`if (?:you(?:'|’)?(?:re interested| are interested| think| believe| feel| like| want| would| enjoy| love| meet)?|this|interested)\b|this is (?:a|an|your)\b|(?:in return|in exchange|what(?:'|’)s more)\b|` +
			`(?:he|she|you)(?:'|’)?(?:ll| will) (?:receive|get|enjoy|earn|have the opportunity|have access|be (?:paid|rewarded|eligible|offered|part))\b|(?:all )?qualified (?:applicants|candidates)\b|` +
			`(?:only|successful|shortlisted|unsuccessful) (?:\pL+ )?(?:applicants|candidates) (?:will be|who)\b|job (?:type|location|title|id|code|number)\b|(?:salary|location|reports? to|department|job title|company|position type|hours|pay|start date|duration|posted|deadline)\s*[:–-])`),
		anywhere: regexp.MustCompile(`(?i)\b(?:is|are) (?:proud to be |now )?(?:an?|the|one of the)(?: [^.;]{0,90}?)?\b` + company + `s?\b|\bequal[- ](?:employment )?opportunit|\baffirmative action|\bwithout regard to|\bregardless of (?:race|age|gender|sex)|\bprotected (?:by law|veteran|class)|` +
			`\breasonable accommodation|\bdoes not discriminate|\b(?:401 ?\(?k|medical, dental|health (?:insurance|benefits)|paid (?:time off|vacation|holidays)|life insurance|tuition reimbursement|stock options)|\b(?:your|a) (?:resume|r[ée]sum[ée]|cv|cover letter)\b|` +
			`\b(?:will|would) be based in\b|\bfast(?:est)?[- ]growing|\b(?:great|fun|dynamic|friendly|supportive|collaborative|positive|casual|relaxed) (?:\pL+ )?(?:atmosphere|culture|work(?:ing)? environment|workplace)`),
		hints: hints("compan|firm|provider|leader|start|agency|organi|corporation|employer|manufacturer|retailer|supplier|distributor|profit|studio|charity|consultancy|network|marketplace|bank|hospital|universit|college|school|restaurant|dealership|developer of|producer|maker|subsidiary|division|team of|platform|brand|business|communit|group|equal|affirmative|regard|protected|accommodation|discriminate|401|dental|insurance|benefits|paid|tuition|stock|resume|résumé|cv|cover letter|based in|growing|atmosphere|culture|environment|workplace"),
		seeks: whole(`looking (?:for|to (?:hire|add|fill|recruit))`, `seek(?:s|ing)?`, `search(?:ing)? for`, `needs?`, `requires?`, `required`, `requirements?`, `must`, `should(?: have| be able| possess)?`, `ideal(?:ly)?`, `you(?:'|’)?ll (?:be|need|work|manage|lead|develop|build|help|use|design|write|learn|join)`, `you will (?:be|need|work|manage|lead|develop|build|help|use|design|write)`,
			`responsib(?:le|ilities)`, `experienced?`, `knowledge`, `skills?`, `ability`, `proficien(?:t|cy)`, `hiring`, `recruiting`, `candidates? (?:will|who|with|has|have)`, `duties`, `expect`, `preferred`, `a plus`, `want (?:someone|people|a|an)`, `passionate about`, `responsibility`, `take (?:the )?lead`),
	}
}

func spanishTalk() talk {
	return talk{
		begins: regexp.MustCompile(`(?i)^(?:somos|nuestr[oa]s? (?:\pL+ ){0,2}?(?:empresa|compañ[íi]a|misi[óo]n|cultura|equipo|clientes?|valores|objetivo|oficinas?|grupo|historia)|fundad[oa]|desde \d|con sede|(?:creemos|cuidamos|ofrecemos|contamos|trabajamos|llevamos|apostamos|disponemos|te ofrecemos|queremos que)\b|` +
			`[úu]nete|env[íi]a(?:r|nos)?\b|interesad[oa]s?\b|si (?:te interesa|est[áa]s? interesad|crees|quieres|cumples|tienes inter[ée]s)|inscr[íi]bete|postula|aplica\b|contacta|m[áa]s informaci[óo]n|(?:lugar de trabajo|ubicaci[óo]n|horario|salario|sueldo|contrato|tipo de contrato|vacantes)\b)`),
		anywhere: regexp.MustCompile(`(?i)\b(?:es|somos|son) (?:una?|el|la|los|las)(?: [^.;]{0,90}?)?\b(?:empresa|compañ[íi]a|l[íi]der|grupo|organizaci[óo]n|firma|agencia|entidad|consultora|cadena|fundaci[óo]n|instituci[óo]n|startup)\b|\b(?:empresa|compañ[íi]a|grupo|taller|residencias?|cl[íi]nica|hotel)\b[^.;]{0,90}\b(?:selecciona|solicita|busca|precisa|necesita|requiere|incorpora|cuidamos|ofrece)\b|` +
			`\bigualdad de (?:oportunidades|trato)|\bsin (?:distinci[óo]n|discriminaci[óo]n)|\b(?:tu|su|el) (?:cv|curr[íi]culum|curr[íi]culo|hoja de vida)\b|\bcontrato (?:indefinido|temporal|de trabajo|fijo)|\b(?:buen|excelente|gran) (?:ambiente|clima)\b|\bsalario seg[úu]n|\bincorporaci[óo]n (?:inmediata|a plantilla)`),
		hints: hints("empresa|compañ|líder|lider|grupo|organiza|firma|agencia|entidad|consultora|cadena|fundaci|instituci|startup|taller|residencia|clínica|clinica|hotel|igualdad|sin d|cv|currícul|curricul|hoja de vida|contrato|ambiente|clima|salario|incorporaci"),
		seeks: whole(`imprescindible`, `experiencia`, `conocimientos?`, `requisitos?`, `capacidad`, `habilidad(?:es)?`, `manejo`, `dominio`, `se valorar[áa]`, `debe(?:r[áa])?`, `funciones`, `responsabilidad(?:es)?`, `tareas`),
	}
}
