package planner

func explain(Problem, Budget) *Infeasible { return &Infeasible{} }
