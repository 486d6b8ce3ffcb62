using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Notices.Preferences;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <summary>Finds out who will read deliveries, and puts them into words. What concerns all of a batch is asked once.</summary>
internal sealed partial class DeliveryWording(
    WhalepaperDb db, IEnumerable<IDeliveryContent> contents, LetterSeal seal, IMastheadSource mastheads, MessagePreferences preferences, ILogger<DeliveryWording> logger)
{
    private readonly Dictionary<int, Reader> _members = [];
    private readonly HashSet<(string Kind, int MemberId)> _unwanted = [];
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private Masthead? _group;

    /// <summary>Reads who they are for and what these want, as things stand now.</summary>
    public async Task ExpectAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellation)
    {
        _group = await mastheads.ReadAsync(cancellation);
        await ReadMembersAsync([.. batch.Select(delivery => delivery.MemberId).OfType<int>().Distinct()], _group, cancellation);
        _unwanted.Clear();
        // What was wanted when it was written down may have been switched off since.
        foreach (var kind in batch.Where(delivery => delivery is { Channel: ChannelNames.Mail, MemberId: not null }).GroupBy(delivery => MessageKinds.Of(delivery.Kind) ?? "", StringComparer.Ordinal).Where(kind => kind.Key.Length > 0))
        {
            int[] members = [.. kind.Select(delivery => delivery.MemberId!.Value)];
            var wanting = await preferences.WantingMailAsync(kind.Key, members, cancellation);
            _unwanted.UnionWith(members.Where(member => !wanting.Contains(member)).Select(member => (kind.Key, member)));
        }

        _unread.Clear();
        foreach (var kind in batch.GroupBy(delivery => delivery.Kind, StringComparer.Ordinal))
            await ExpectAsync(kind.Key, [.. kind], cancellation);
    }

    /// <summary>Who will read it; null if the member is gone.</summary>
    public Reader? ReaderOf(Delivery delivery)
    {
        var group = _group ?? throw new InvalidOperationException("What is carried was expected before.");
        return delivery.MemberId is { } id ? _members.GetValueOrDefault(id) : new Reader(null, "", delivery.Address, group.Language, group.Zone);
    }

    /// <summary>Puts it into words.</summary>
    /// <returns>The words, or why there are none.</returns>
    public async Task<(Message? Message, Outcome? Fault)> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (delivery.Kind is Delivery.Letter)
            return seal.Open(delivery.SealedWords ?? "") is { } letter ? (letter, null) : (null, new Outcome(Fate.Refused, "Its words cannot be read any more: the key that sealed them is gone."));
        if (ContentOf(delivery.Kind) is not { } content)
            return (null, new Outcome(Fate.Later, $"Nothing here puts '{delivery.Kind}' into words."));
        // Whoever read nothing has nothing to say, and that would be taken for pointless.
        if (_unread.Contains(delivery.Kind))
            return (null, new Outcome(Fate.Later, "What it says could not be read; the log says more."));
        if (!IsWanted(delivery, reader))
            return (null, new Outcome(Fate.Pointless, "They do not want this by mail any more."));
        return await content.WriteAsync(delivery, reader, cancellation) is { } message ? (message, null) : (null, new Outcome(Fate.Pointless, "There was nothing to say any more."));
    }

    private async Task ExpectAsync(string kind, IReadOnlyList<Delivery> batch, CancellationToken cancellation)
    {
        try
        {
            if (ContentOf(kind) is { } content)
                await content.ExpectAsync(batch, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // These wait for another time, and the other kinds go on.
            _unread.Add(kind);
            Unexpected(exception, kind);
        }
    }

    private async Task ReadMembersAsync(int[] ids, Masthead group, CancellationToken cancellation)
    {
        _members.Clear();
        // A member has one account at most. To ask for the first of each, the database would number all accounts that there are.
        var found = await (
            from member in db.Members
            where EF.Parameter(ids).Contains(member.Id) && member.LeftAt == null
            from account in db.Accounts.Where(a => a.MemberId == member.Id).DefaultIfEmpty()
            from pause in db.PausedAddresses.Where(p => p.Address == account!.NormalizedEmail).DefaultIfEmpty()
            select new { member.Id, member.Name, member.Language, member.ZoneId, Address = account == null ? null : account.Email, Paused = pause == null ? null : pause.Why }).ToListAsync(cancellation);
        foreach (var member in found)
            _members[member.Id] = new Reader(member.Id, member.Name, member.Address, Language.Parse(member.Language) ?? group.Language, OwnZone.Of(member.ZoneId, group.Zone), member.Paused);
    }

    private IDeliveryContent? ContentOf(string kind) => contents.FirstOrDefault(content => string.Equals(content.Kind, kind, StringComparison.Ordinal));

    private bool IsWanted(Delivery delivery, Reader reader) =>
        delivery.Channel is not ChannelNames.Mail || reader is not { MemberId: { } member, Address: not null } || MessageKinds.Of(delivery.Kind) is not { } kind || !_unwanted.Contains((kind, member));

    [LoggerMessage(LogLevel.Error, "What deliveries of the kind {Kind} say could not be read in advance.")]
    private partial void Unexpected(Exception exception, string kind);
}
