"""Rules make the changes that a customer, merchant or app can make.

Each change sets off what it sets off in a real shop. Every function takes the store first, holds its lock, and refuses
before it changes anything.
"""
