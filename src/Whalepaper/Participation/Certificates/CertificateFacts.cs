using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Whalepaper.Participation.Certificates;

/// <summary>A talk on a certificate.</summary>
/// <param name="Id">Its database number.</param>
/// <param name="Title">What was shared.</param>
/// <param name="Track">The track's code.</param>
/// <param name="On">The day, in the group's zone; null where it is not known.</param>
public sealed record CertifiedTalk(int Id, string Title, string Track, LocalDate? On);

/// <summary>What a certificate says, and nothing more of its owner.</summary>
/// <param name="MemberId">Whose: their database number.</param>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="Number">What the group counts the topic as.</param>
/// <param name="Title">The topic's title; null where it has none.</param>
/// <param name="Starts">The topic's first day; null if it was never set.</param>
/// <param name="Ends">The topic's last day; null if it runs until closed.</param>
/// <param name="Talks">What they shared, in order.</param>
/// <param name="Attended">Meetings at which they were, in whatever track and as whatever they were there.</param>
/// <param name="Held">Those, and all others of theirs that were held, without those for which they were excused.</param>
public sealed record CertificateFacts(
    int MemberId, string Name, string Handle, int TopicId, int Number, string? Title, LocalDate? Starts, LocalDate? Ends, IReadOnlyList<CertifiedTalk> Talks, int Attended, int Held)
{
    /// <summary>Whether there is anything to certify.</summary>
    public bool IsEmpty => Talks.Count == 0 && Attended == 0;

    /// <summary>All of it in 64 hexadecimal signs: the same facts have the same, and others have another.</summary>
    public string Digest()
    {
        // Each on a line of its own, with its length before it, so that no two facts can be read as others.
        var said = new StringBuilder();
        Say(Name);
        Say(Handle);
        Say(Number.ToString(CultureInfo.InvariantCulture));
        Say(Title ?? "");
        Say(Day(Starts));
        Say(Day(Ends));
        Say(Attended.ToString(CultureInfo.InvariantCulture));
        Say(Held.ToString(CultureInfo.InvariantCulture));
        foreach (var talk in Talks)
        {
            Say(talk.Id.ToString(CultureInfo.InvariantCulture));
            Say(talk.Title);
            Say(talk.Track);
            Say(Day(talk.On));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())));

        void Say(string fact) => said.Append(CultureInfo.InvariantCulture, $"{fact.Length} {fact}\n");
    }

    private static string Day(LocalDate? day) => day is { } known ? NodaTime.Text.LocalDatePattern.Iso.Format(known) : "";
}
