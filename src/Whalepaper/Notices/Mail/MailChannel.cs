using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Mail;

/// <summary>The way by e-mail. Without a server letters wait, and the organizer hands them on.</summary>
internal sealed class MailChannel(MailAtHand mail, MailWriting writing, AddressPauses pauses) : IChannel
{
    private MailSettings? _settings;

    public string Kind => ChannelNames.Mail;

    public async Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellation)
    {
        _settings = await mail.ReadAsync(cancellation);
        return _settings is null ? [ChannelNames.Mail] : [];
    }

    public ICourier Begin() => new MailCourier(_settings ?? throw new InvalidOperationException("Mail is not set up."), writing, pauses);
}
