using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using Whalepaper.Notices.Deliveries;
using Xunit;

namespace Whalepaper.Tests.Notices;

public sealed class LetterSealTests
{
    [Fact]
    public void A_letter_is_given_up_whose_key_is_gone_and_not_one_whose_key_cannot_be_read_just_now()
    {
        Assert.Null(new LetterSeal(new Broken(null)).Open("c2VhbGVk"));
        Assert.Null(new LetterSeal(new Broken(new FormatException("It was sealed by another house."))).Open("c2VhbGVk"));

        Assert.Throws<CryptographicException>(() => new LetterSeal(new Broken(new NpgsqlException("The server is away.", new IOException("Connection refused.")))).Open("c2VhbGVk"));
    }

    [Fact]
    public void What_was_sealed_is_opened()
    {
        var seal = new LetterSeal(new EphemeralDataProtectionProvider());

        Assert.Equal(new Message("Subject", "Text", ""), seal.Open(seal.Close(new Message("Subject", "Text", ""))));
    }

    // Fails as the framework's does: whatever went wrong is within.
    private sealed class Broken(Exception? because) : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw new CryptographicException("It cannot be sealed.", because);

        public byte[] Unprotect(byte[] protectedData) => throw new CryptographicException("It cannot be opened.", because);
    }
}
