"""(c) placeholder"""
