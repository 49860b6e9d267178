"""Press archives in, articles out: the article type, readers and page zones."""
