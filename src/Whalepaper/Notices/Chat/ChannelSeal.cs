using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat;

/// <summary>Where a chat is called, opened. Both parts are secrets.</summary>
/// <param name="Address">The address.</param>
/// <param name="Secret">By what messages are signed; null where they are not.</param>
public sealed record ChatTarget(Uri Address, string? Secret)
{
    /// <inheritdoc />
    public override string ToString() => OutgoingAddress.Mask(Address);
}

/// <summary>Seals the addresses of chats: whoever reads the database, or a backup of it, without its keys must not be able to write there.</summary>
public sealed class ChannelSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("Whalepaper.Notices.Chat.1");

    /// <summary>Seals an address.</summary>
    public SealedAddress Close(ChatTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new SealedAddress(_seal.Protect(target.Address.AbsoluteUri), target.Secret is null ? null : _seal.Protect(target.Secret), OutgoingAddress.Mask(target.Address));
    }

    /// <summary>Opens the address of a chat; null if the key to it is gone, and it must be entered again.</summary>
    public ChatTarget? Open(Channel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return Open(channel.SealedAddress, channel.SealedSecret);
    }

    /// <summary>Opens an address; null if the key to it is gone.</summary>
    public ChatTarget? Open(string sealedAddress, string? sealedSecret)
    {
        try
        {
            return new ChatTarget(new Uri(_seal.Unprotect(sealedAddress)), sealedSecret is null ? null : _seal.Unprotect(sealedSecret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
