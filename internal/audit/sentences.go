package audit

import "strings"

// Sentence says what was done, for a person: in Spanish, or else in English. It
// names nobody and nothing.
func (a Action) Sentence(language string) string {
	said, known := sentences[a]
	if !known {
		said = sentence{"Something was done.", "Se hizo algo."}
	}
	if language == "es" || strings.HasPrefix(language, "es-") {
		return said.es
	}
	return said.en
}

type sentence struct{ en, es string }

// sentences has each action that any package writes; a test finds those that are
// missing.
var sentences = map[Action]sentence{
	"account.conflict":       {"A conflict of interest with an earner was declared.", "Se declaró un conflicto de intereses con una persona."},
	"account.add_address":    {"An address of the account was confirmed.", "Se confirmó una dirección de la cuenta."},
	"account.claim_refused":  {"An attempt to claim a record was refused.", "Se rechazó un intento de reclamar un registro."},
	"account.register":       {"The account was opened by its owner.", "La persona abrió su cuenta."},
	"account.remove_address": {"An address was taken from the account.", "Se quitó una dirección de la cuenta."},
	"account.sign_in":        {"Somebody signed in by a link.", "Alguien entró con un enlace."},
	"account.sign_out":       {"All tokens of the account were signed out.", "Se cerraron todas las sesiones de la cuenta."},
	"account.did":            {"A DID was proven to be the account's.", "Se demostró que un DID es de la cuenta."},

	"alignment.map": {"What an alignment of a badge means was decided.", "Se decidió qué significa una alineación de una insignia."},

	"award.claim":         {"The award was claimed by its earner.", "La persona reclamó el logro."},
	"award.claim_refused": {"An attempt to claim an award was refused.", "Se rechazó un intento de reclamar un logro."},
	"award.import":        {"The award was imported from a badge.", "El logro se importó de una insignia."},
	"award.issue":         {"The award was issued.", "Se otorgó el logro."},
	"award.publish":       {"The award was put on a public page.", "El logro se publicó en una página."},
	"award.record":        {"The award was recorded from a document.", "El logro se registró a partir de un documento."},
	"award.reinstate":     {"The award was reinstated.", "El logro volvió a estar vigente."},
	"award.reissue_code":  {"A new code to claim the award was made.", "Se creó un nuevo código para reclamar el logro."},
	"award.renew":         {"The award was renewed.", "Se renovó el logro."},
	"award.revoke":        {"The award was revoked.", "Se revocó el logro."},
	"award.suspend":       {"The award was suspended.", "Se suspendió el logro."},
	"award.unpublish":     {"The award's public page was taken away.", "Se retiró la página pública del logro."},
	"award.verify":        {"The award's badge was verified again.", "Se volvió a verificar la insignia del logro."},

	"case.assign":        {"The case was given to a coach, or to nobody.", "El caso se dio a una persona asesora, o a nadie."},
	"case.close":         {"The case was closed.", "Se cerró el caso."},
	"case.complete_task": {"A task of the case was done, or taken up again.", "Una tarea del caso se hizo o se retomó."},
	"case.contact":       {"It was noted that a coach was in touch.", "Se anotó un contacto con la persona asesora."},
	"case.create_group":  {"A group of cases was created.", "Se creó un grupo de casos."},
	"case.group":         {"The case was put into a group, or taken out of one.", "El caso entró en un grupo o salió de él."},
	"case.move":          {"The case moved to another stage.", "El caso pasó a otra etapa."},
	"case.note":          {"A note was written of the case.", "Se escribió una nota del caso."},
	"case.open":          {"The case was opened.", "Se abrió el caso."},
	"case.remove_group":  {"A group of cases was removed.", "Se quitó un grupo de casos."},
	"case.remove_note":   {"A note of the case was deleted.", "Se borró una nota del caso."},
	"case.remove_task":   {"A task of the case was removed.", "Se quitó una tarea del caso."},
	"case.task":          {"A task was added to the case.", "Se agregó una tarea al caso."},

	"cohort.close":  {"The cohort was closed: nobody joins any more.", "El grupo se cerró: ya no entra nadie."},
	"cohort.create": {"The cohort was created.", "Se creó el grupo."},
	"cohort.join":   {"Somebody joined the cohort.", "Alguien entró en el grupo."},
	"cohort.leave":  {"Somebody left the cohort.", "Alguien salió del grupo."},
	"cohort.share":  {"A member decided what the group's lead sees.", "Una persona decidió qué ve quien dirige el grupo."},

	"contact.answer":   {"The earner answered the employer.", "La persona contestó al empleador."},
	"contact.extend":   {"It was decided until when the contact lasts.", "Se decidió hasta cuándo dura el contacto."},
	"contact.move":     {"The employer said how far it is with the contact.", "El empleador indicó cómo va el contacto."},
	"contact.request":  {"An employer asked for contact.", "Un empleador pidió contacto."},
	"contact.withdraw": {"The contact was ended.", "Se puso fin al contacto."},

	"delegation.create":   {"An organization was allowed to act in an issuer's name.", "Se permitió a una organización actuar en nombre de una entidad que otorga."},
	"delegation.withdraw": {"The delegation was withdrawn.", "Se retiró la delegación."},

	"earner.claim":            {"The earner's record was claimed with its code.", "La persona reclamó su registro con el código."},
	"earner.open":             {"The earner's record was opened, with consent on paper.", "Se abrió el registro de la persona, con consentimiento en papel."},
	"earner.reissue_code":     {"A new code to claim the record was made.", "Se creó un nuevo código para reclamar el registro."},
	"earner.block":            {"An organization was blocked.", "Se bloqueó una organización."},
	"earner.erase":            {"The earner was erased.", "Se borraron los datos de la persona."},
	"earner.erase_asked":      {"To be erased was asked for.", "Se pidió el borrado de los datos."},
	"earner.export":           {"A copy of all data was asked for.", "Se pidió una copia de todos los datos."},
	"earner.grant":            {"A consent was given.", "Se dio un consentimiento."},
	"earner.guardian_agree":   {"A guardian agreed.", "Un tutor estuvo de acuerdo."},
	"earner.guardian_ask":     {"A guardian was asked to agree.", "Se pidió el acuerdo de un tutor."},
	"earner.guardian_paper":   {"A guardian's agreement on paper was recorded.", "Se registró el acuerdo de un tutor en papel."},
	"earner.guardian_refuse":  {"A guardian refused.", "Un tutor se negó."},
	"earner.guardian_end":     {"A guardian took their agreement back.", "Un tutor retiró su acuerdo."},
	"earner.narrow_consent":   {"A consent was narrowed.", "Se restringió un consentimiento."},
	"earner.set_matching":     {"What is shown for matching was decided.", "Se decidió qué se muestra para la búsqueda."},
	"earner.set_conditions":   {"What the earner asks of work was decided.", "Se decidió qué pide la persona del trabajo."},
	"earner.set_employer":     {"It was said where the earner works.", "Se indicó dónde trabaja la persona."},
	"earner.show_interest":    {"Interest in a posting was shown.", "Se mostró interés en una oferta."},
	"earner.hide_interest":    {"Interest in a posting was taken back.", "Se retiró el interés en una oferta."},
	"earner.say":              {"The earner said what they hold.", "La persona dijo qué tiene."},
	"earner.unsay":            {"The earner took back what they said that they hold.", "La persona retiró lo que dijo tener."},
	"earner.set_visibility":   {"Who may find the earner was decided.", "Se decidió quién puede encontrar a la persona."},
	"earner.unblock":          {"An organization was unblocked.", "Se desbloqueó una organización."},
	"earner.withdraw_consent": {"A consent was withdrawn.", "Se retiró un consentimiento."},

	"endorsement.make":     {"The endorsement was made.", "Se hizo el respaldo."},
	"endorsement.withdraw": {"The endorsement was withdrawn.", "Se retiró el respaldo."},

	"enrollment.create":   {"The earner enrolled.", "La persona se inscribió."},
	"enrollment.withdraw": {"The enrollment was withdrawn.", "Se retiró la inscripción."},

	"evidence.add":       {"Evidence was added.", "Se añadió una evidencia."},
	"evidence.publish":   {"Evidence was made public.", "Se hizo pública una evidencia."},
	"evidence.remove":    {"Evidence was removed.", "Se quitó una evidencia."},
	"evidence.unpublish": {"Evidence was made private again.", "Una evidencia volvió a ser privada."},

	"hiring_event.cancel":   {"The hiring event was canceled.", "Se canceló la feria de empleo."},
	"hiring_event.invite":   {"Employers were invited to the hiring event.", "Se invitó a empleadores a la feria de empleo."},
	"hiring_event.join":     {"Somebody joined the hiring event.", "Alguien se unió a la feria de empleo."},
	"hiring_event.leave":    {"Somebody left the hiring event.", "Alguien dejó la feria de empleo."},
	"hiring_event.open":     {"A hiring event was opened.", "Se abrió una feria de empleo."},
	"hiring_event.uninvite": {"An employer is invited to the hiring event no more.", "Un empleador ya no está invitado a la feria de empleo."},

	"issuer.distrust": {"An issuer's key or address is trusted no more.", "Ya no se confía en una clave o dirección de la entidad."},
	"issuer.trust":    {"An issuer's key or address was trusted.", "Se confió en una clave o dirección de la entidad."},

	"key.compromise": {"A signing key was withdrawn because it was no longer secret.", "Se retiró una clave de firma porque ya no era secreta."},
	"key.rotate":     {"The signing key was replaced.", "Se reemplazó la clave de firma."},

	"micro_credential.approve":            {"A draft was approved.", "Se aprobó un borrador."},
	"micro_credential.assign_assessor":    {"It was decided who assesses the micro-credential.", "Se decidió quién evalúa la microcredencial."},
	"micro_credential.authorize_issuer":   {"An issuer was authorized to award the micro-credential.", "Se autorizó a una entidad a otorgar la microcredencial."},
	"micro_credential.create":             {"The micro-credential was created as a draft.", "La microcredencial se creó como borrador."},
	"micro_credential.discard":            {"A draft was discarded.", "Se descartó un borrador."},
	"micro_credential.draft":              {"A draft was written.", "Se escribió un borrador."},
	"micro_credential.end_issuer":         {"An issuer may no longer award the micro-credential.", "Una entidad ya no puede otorgar la microcredencial."},
	"micro_credential.identify":           {"It was said under which id badges name the micro-credential.", "Se indicó con qué id las insignias nombran la microcredencial."},
	"micro_credential.import":             {"The micro-credential was imported with a badge.", "La microcredencial se importó con una insignia."},
	"micro_credential.publish":            {"The micro-credential was published.", "Se publicó la microcredencial."},
	"micro_credential.publish_unreviewed": {"The micro-credential was published without a review.", "La microcredencial se publicó sin revisión."},
	"micro_credential.request_review":     {"A review of the draft was asked for.", "Se pidió una revisión del borrador."},
	"micro_credential.retire":             {"The micro-credential was retired.", "Se retiró la microcredencial."},
	"micro_credential.return":             {"A draft was returned with a note.", "Se devolvió un borrador con una nota."},
	"micro_credential.version":            {"A new version was published.", "Se publicó una nueva versión."},

	"offering.add":      {"An offering was added.", "Se añadió una oferta."},
	"offering.withdraw": {"An offering was withdrawn.", "Se retiró una oferta."},

	"offline_key.register": {"A key for rosters that are signed offline was registered.", "Se registró una clave para firmar listas sin conexión."},
	"offline_key.retire":   {"A key for rosters that are signed offline was retired.", "Se retiró una clave para firmar listas sin conexión."},

	"organization.add":                 {"The organization was added.", "Se añadió la organización."},
	"organization.ask_vouching":        {"The organization asked to be vouched for.", "La organización pidió que se responda por ella."},
	"organization.invite":              {"Somebody was invited to the organization.", "Se invitó a alguien a la organización."},
	"organization.join":                {"Somebody joined the organization.", "Alguien entró en la organización."},
	"organization.register":            {"The organization was registered by its owner.", "Su dueño registró la organización."},
	"organization.remove_member":       {"A role in the organization was ended.", "Se puso fin a un rol en la organización."},
	"organization.withdraw_invitation": {"An invitation was taken back.", "Se retiró una invitación."},
	"organization.withdraw_vouching":   {"The organization is vouched for no more.", "Ya no se responde por la organización."},
	"organization.affiliate":           {"The organization became a part or a member of another.", "La organización pasó a ser parte o miembro de otra."},
	"organization.assessment":          {"How the organization's queue runs was decided.", "Se decidió cómo funciona la cola de evaluación de la organización."},
	"organization.import":              {"The organization was imported with a badge.", "La organización se importó con una insignia."},
	"organization.part":                {"The organization is a part or a member of another no more.", "La organización ya no es parte ni miembro de otra."},
	"organization.vouch":               {"The organization was vouched for.", "Se avaló a la organización."},

	"outcome.record":   {"An outcome was recorded.", "Se registró un resultado."},
	"outcome.withdraw": {"An outcome was withdrawn.", "Se retiró un resultado."},

	"pathway.publish": {"The pathway was published.", "Se publicó la trayectoria."},

	"picture.add": {"A picture was added.", "Se añadió una imagen."},

	"places.add": {"Places were added.", "Se añadieron lugares."},

	"plan.save":    {"A plan was kept for the earner.", "Se guardó un plan para la persona."},
	"plan.change":  {"The plan was changed.", "Se cambió el plan."},
	"plan.drop":    {"The plan was dropped.", "Se descartó el plan."},
	"plan.share":   {"The earner let the employer that hired them read the plan.", "La persona permitió leer el plan al empleador que la contrató."},
	"plan.unshare": {"The earner took the plan back from the employer.", "La persona dejó de compartir el plan con el empleador."},

	"posting.open":   {"The posting was opened.", "Se abrió la oferta de empleo."},
	"posting.pause":  {"The posting was paused.", "Se puso en pausa la oferta de empleo."},
	"posting.resume": {"The posting was resumed.", "Se reanudó la oferta de empleo."},
	"posting.fill":   {"The posting was filled.", "Se cubrió la oferta de empleo."},
	"posting.expire": {"The posting expired.", "Venció la oferta de empleo."},
	"posting.close":  {"The posting was closed.", "Se cerró la oferta de empleo."},
	"posting.create": {"The posting was created.", "Se creó la oferta de empleo."},
	"posting.update": {"The posting was changed.", "Se modificó la oferta de empleo."},

	"proposal.answer":        {"Proposals of requirements were confirmed or refused.", "Se confirmaron o rechazaron propuestas de requisitos."},
	"proposal.forget":        {"Answers to proposals were deleted.", "Se eliminaron respuestas a propuestas."},
	"proposal.learn":         {"It was agreed that proposals learn from their answers.", "Se aceptó que las propuestas aprendan de sus respuestas."},
	"proposal.stop_learning": {"Proposals no longer learn from their answers.", "Las propuestas ya no aprenden de sus respuestas."},

	"readiness.add": {"A note was added on what one needs first.", "Se añadió una nota sobre lo que se necesita antes."},

	"recognition.end":          {"The recognition was ended.", "Se puso fin al reconocimiento."},
	"recognition.put_in_force": {"The recognition came into force.", "El reconocimiento entró en vigor."},
	"recognition.record":       {"The recognition was recorded.", "Se registró el reconocimiento."},

	"report.file":   {"An organization was reported.", "Se denunció a una organización."},
	"report.handle": {"The report was handled.", "Se atendió la denuncia."},

	"roster.import": {"The roster was imported.", "Se importó la lista."},

	"sheet.publish":  {"A skills sheet was published.", "Se publicó una hoja de competencias."},
	"sheet.withdraw": {"A skills sheet was withdrawn.", "Se retiró una hoja de competencias."},

	"saved_search.create": {"A search was saved.", "Se guardó una búsqueda."},
	"saved_search.delete": {"A saved search was deleted.", "Se eliminó una búsqueda guardada."},
	"saved_search.update": {"A saved search was changed.", "Se cambió una búsqueda guardada."},

	"shortlist.add":         {"A candidate was put on a shortlist.", "Se añadió a una persona candidata a una lista."},
	"shortlist.assign":      {"It was decided who follows a candidate up.", "Se decidió quién da seguimiento a una persona candidata."},
	"shortlist.delete_note": {"A note of a candidate was deleted.", "Se borró una nota sobre una persona candidata."},
	"shortlist.export":      {"A shortlist was exported.", "Se exportó una lista."},
	"shortlist.move":        {"A candidate on a shortlist was moved to another stage.", "Una persona candidata pasó a otra etapa de la lista."},
	"shortlist.note":        {"A candidate on a shortlist was noted something of.", "Se anotó algo sobre una persona candidata de una lista."},
	"shortlist.remove":      {"A candidate was taken off a shortlist.", "Se quitó a una persona candidata de una lista."},

	"stack.complete": {"A stack was completed.", "Se completó un conjunto."},
	"stack.policy":   {"What becomes of completed stacks was decided.", "Se decidió qué ocurre con los conjuntos completados."},
	"stack.publish":  {"The stack was published.", "Se publicó el conjunto."},
	"stack.restore":  {"A completed stack stands again.", "Un conjunto completado vuelve a valer."},
	"stack.retire":   {"The stack was retired.", "Se retiró el conjunto."},
	"stack.suspend":  {"A completed stack was suspended.", "Se suspendió un conjunto completado."},
	"stack.version":  {"The stack's rule was changed: a new version was published.", "Se cambió la regla del conjunto: se publicó una nueva versión."},
	"stack.withdraw": {"A completed stack was withdrawn.", "Se anuló un conjunto completado."},

	"submission.award":    {"The submission earned its award.", "El envío obtuvo su logro."},
	"submission.claim":    {"An assessor took the submission on.", "Alguien se encargó de evaluar el envío."},
	"submission.conflict": {"An assessor declared a conflict of interest.", "Alguien que evalúa declaró un conflicto de intereses."},
	"submission.decide":   {"An assessor decided on the submission.", "Alguien que evalúa decidió sobre el envío."},
	"submission.escalate": {"The submission was overdue, and was escalated.", "El envío se había retrasado y se elevó."},
	"submission.record":   {"A result was recorded.", "Se registró un resultado."},
	"submission.release":  {"An assessor gave the submission back to the queue.", "El envío volvió a la cola de evaluación."},
	"submission.score":    {"An assessor scored the submission.", "Alguien que evalúa puntuó el envío."},
	"submission.start":    {"The submission was begun.", "Se comenzó el envío."},
	"submission.submit":   {"The evidence was submitted.", "Se envió la evidencia."},
	"submission.withdraw": {"The submission was withdrawn.", "Se retiró el envío."},

	"webhook.add":       {"The webhook was added.", "Se añadió el webhook."},
	"webhook.change":    {"The webhook was changed.", "Se cambió el webhook."},
	"webhook.redeliver": {"Something was delivered to the webhook again.", "Algo se volvió a entregar al webhook."},
	"webhook.remove":    {"The webhook was removed.", "Se eliminó el webhook."},
	"webhook.rotate":    {"The webhook got another secret.", "El webhook recibió otro secreto."},
}
