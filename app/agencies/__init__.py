"""The demand side: agencies, what they buy, what they mean to buy."""
