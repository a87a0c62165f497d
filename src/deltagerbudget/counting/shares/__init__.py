"""The Method of Equal Shares: every voter decides over the same amount. SPEC §11"""
