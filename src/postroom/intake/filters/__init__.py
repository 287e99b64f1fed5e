"""The administrator's own filters: values for the rule, what their actions do, trying and saving them."""
