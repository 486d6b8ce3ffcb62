using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Preferences;

/// <summary>The kinds of messages among which a member chooses. Their words stand in the database, and never change.</summary>
public static class MessageKinds
{
    /// <summary>One's own talks: reminders, dates, changes.</summary>
    public const string Talk = "talk";

    /// <summary>What waits for one's answer: talks that are offered, or for which one stands by; ballots on whose list one is; looks back on a topic.</summary>
    public const string Offer = "offer";

    /// <summary>Meetings of the tracks that one follows.</summary>
    public const string Meeting = "meeting";

    /// <summary>Plans that are published, topics that open.</summary>
    public const string Plan = "plan";

    /// <summary>Notices of the committee.</summary>
    public const string Notice = "notice";

    /// <summary>What one proposed or supports to improve the group, and what came out of looking back; a matter of the inner group alone.</summary>
    public const string Improving = "improving";

    /// <summary>How one stands by the policy of participation, and answers about one's ledger.</summary>
    public const string Participation = "participation";

    /// <summary>What waits for the committee; a matter of its members alone.</summary>
    public const string Committee = "committee";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Talk, Offer, Meeting, Plan, Notice, Participation, Improving, Committee];

    /// <summary>The ways among which a member chooses.</summary>
    public static IReadOnlyList<string> Channels { get; } = [ChannelNames.Inbox, ChannelNames.Mail];

    /// <summary>The kind to which a delivery belongs.</summary>
    /// <param name="deliveryKind">See <see cref="Delivery.Kind"/>.</param>
    /// <returns>Null where there is no choice: a letter is asked for, and what nobody sorted in here comes in any case.</returns>
    public static string? Of(string deliveryKind) => deliveryKind switch
    {
        "talk-reminder" or "talk-news" => Talk,
        "talk-offer" or "talk-standby" or "standby-call" or "ballot-call" or "ballot-reminder" or "retrospective-call" or "retrospective-reminder" => Offer,
        "meeting-reminder" or "meeting-news" => Meeting,
        "plan" => Plan,
        "notice" or "election-news" => Notice,
        "participation-warning" or "dispute-answered" => Participation,
        "suggestion-news" or "retrospective-news" => Improving,
        "talk-unconfirmed" or "talk-unready" or "committee-news" or "admission-desk" or "ballot-closed" or "ballot-answer" or "election-due" or "trial-reminder" or "dispute-desk" or "closing-desk" or "suggestion-desk" or "retrospective-closed" => Committee,
        _ => null,
    };

    /// <summary>Whether somebody who chose nothing gets a kind in this way.</summary>
    public static bool IsUsual(string kind, string channel) => channel is not ChannelNames.Mail || kind is not Meeting;

    /// <summary>Whether a kind comes in this way whatever one chooses: others rely on what it asks for, or it tells what will be decided about oneself.</summary>
    public static bool IsFixed(string kind, string channel) => channel is ChannelNames.Inbox && kind is (Talk or Offer or Participation);

    /// <summary>Whether mail of a kind waits for the digest of who gets one. What cannot wait goes at once: somebody has to do something about it before an hour that is near.</summary>
    public static bool CanWait(string kind) => kind is not (Talk or Offer or Participation or Committee);

    /// <summary>Whether a kind is silent about tracks that somebody muted.</summary>
    public static bool IsOfTrack(string kind) => kind is Meeting or Plan or Notice;

    /// <summary>The kind that is meant by one of these words or by the kind of a delivery; null if neither.</summary>
    internal static string? Sort(string kind) => All.Contains(kind, StringComparer.Ordinal) ? kind : Of(kind);
}
