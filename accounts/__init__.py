"""Who may do what: the user, the four roles and the predicates built on them."""
