"""How a shop behaves: the changes that a customer, a merchant or an app can make, and what each of them sets off.

Every function takes the store first, holds its lock, and refuses before it changes anything.
"""
