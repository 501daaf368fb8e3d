def write(found):
    print(found)
