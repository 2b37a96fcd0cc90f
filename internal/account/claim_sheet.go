package account

import "strings"

// ClaimSheet is what somebody is handed on paper, to claim their record by.
type ClaimSheet struct {
	Code, Title string
	Lines       []string
	URL         string
}

// SheetOf is the sheet of a record that waits, in its language; nil where the code is
// not known any more.
func (s *Service) SheetOf(of *Opened) *ClaimSheet {
	if of == nil || of.Code == "" {
		return nil
	}
	language := "en"
	if strings.HasPrefix(of.Earner.Language, "es") {
		language = "es"
	}
	sheet := &ClaimSheet{
		Code: of.Code, URL: s.Base() + "/sign-in",
		Title: said(language, "Your record on Stackmatch", "Su registro en Stackmatch"),
	}
	fill := strings.NewReplacer("CODE", sheet.Code, "PLACE", sheet.URL)
	for _, line := range [][2]string{
		{"Your code: CODE", "Su código: CODE"},
		{"With an e-mail address or a telephone, sign in at PLACE and give this code: the record is yours then.", "Con un correo electrónico o un teléfono, entre en PLACE y dé este código: el registro será suyo."},
		{"The code works once. Keep it as you keep a key, and ask for another one if you lose it.", "El código sirve una sola vez. Guárdelo como una llave, y pida otro si lo pierde."},
		{"Until you say so, no employer finds you. Who opened the record may coach you, until you withdraw that.", "Hasta que usted lo diga, ningún empleador le encuentra. Quien abrió el registro puede orientarle, hasta que usted lo retire."},
	} {
		sheet.Lines = append(sheet.Lines, fill.Replace(said(language, line[0], line[1])))
	}
	return sheet
}
