"""Language and colours of the pages, chosen by the person who looks at them."""
