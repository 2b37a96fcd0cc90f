package interop

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTitlesInTwoGendersAreParted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language, title string
		want            []string
	}{
		{"es", "director técnico/directora técnica", []string{"director técnico", "directora técnica"}},
		{"es", "operario/operaria de horno", []string{"operario de horno", "operaria de horno"}},
		{"es", "operador/a de grúa", []string{"operador de grúa", "operadora de grúa"}},
		{"es", "director de prendas/directora de prendas/", []string{"director de prendas", "directora de prendas"}},
		{"es", "gerente de tienda", nil},
		{"es", "agente de importación/exportación", nil},
		{"en", "import/export manager", nil},
	} {
		if diff := cmp.Diff(c.want, genders(c.language, c.title)); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", c.title, diff)
		}
	}
}
