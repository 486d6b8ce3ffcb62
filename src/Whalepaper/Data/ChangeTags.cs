using System.Globalization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Admission.Panels;
using Whalepaper.Charter;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Members;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Mail;
using Whalepaper.Notices.Preferences;
using Whalepaper.Papers;
using Whalepaper.Participation;
using Whalepaper.Participation.Certificates;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Excuses;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Talks.Feedback;
using Whalepaper.Talks.Handovers;
using Whalepaper.Talks.Preparation;
using Whalepaper.Topics;
using Whalepaper.Topics.Board;
using Whalepaper.Topics.Proposals;
using Whalepaper.Tracks;
using GroupEntity = Whalepaper.Charter.Group;
using SuggestionEntity = Whalepaper.Improving.Suggestions.Suggestion;
using TopicEntity = Whalepaper.Topics.Topic;

namespace Whalepaper.Data;

/// <summary>
/// The names under which changes are told and cached pages are kept. A page carries the tag of everything it shows; a change
/// carries the tag of everything that may show it. Topics are told apart, since an archive is read far more often than written;
/// the rest is one tag a kind.
/// </summary>
public static class ChangeTags
{
    /// <summary>Group, charter, tracks, outline: what every page may show.</summary>
    public const string Group = "group";

    /// <summary>Papers.</summary>
    public const string Papers = "papers";

    /// <summary>People.</summary>
    public const string Members = "members";

    /// <summary>Talks, their presenters and materials, and reading lists, of any topic.</summary>
    public const string Talks = "talks";

    /// <summary>Meetings of any topic.</summary>
    public const string Meetings = "meetings";

    /// <summary>Topics, their dates, themes and tracks.</summary>
    public const string Topics = "topics";

    /// <summary>How people sign in, what waits for a decision, what was done: nothing that a kept page shows.</summary>
    public const string Accounts = "accounts";

    /// <summary>What members propose, wish and wait for, offer each other and say of their days, and what the committee drafts: nothing that a kept page shows.</summary>
    public const string Proposals = "proposals";

    /// <summary>What is to be told to whom, and the ways there: on no kept page; whoever sends it listens.</summary>
    public const string Deliveries = "deliveries";

    /// <summary>What the committee tells the group.</summary>
    public const string Notices = "notices";

    /// <summary>What is read out of files: found by search, and on no kept page.</summary>
    public const string Texts = "texts";

    /// <summary>What goes on at meetings, of any: who comes, where they are, what is asked. It changes by the second, and stands on no kept page but the archive of a topic, which counts who came.</summary>
    public const string Live = "live";

    /// <summary>What members tell presenters, and what is counted: on no kept page.</summary>
    public const string Participation = "participation";

    /// <summary>Who applies, who is on which panel, and ballots: on no kept page.</summary>
    public const string Admission = "admission";

    /// <summary>How the group improves: suggestions, and looking back on topics. On no kept page.</summary>
    public const string Improving = "improving";

    /// <summary>What goes on at one meeting, for those who listen to it.</summary>
    /// <param name="meetingId">The meeting's database number.</param>
    /// <param name="part">One part of it.</param>
    public static string LiveAt(int meetingId, LiveParts part) => string.Create(CultureInfo.InvariantCulture, $"live:{meetingId}:{part}");

    /// <summary>Stands for whatever may have changed, when it cannot be told what; see <see cref="All"/>.</summary>
    public const string Everything = "everything";

    /// <summary>Every kind of change at once, for whoever listens for one; who listens for a single topic or meeting looks for <see cref="Everything"/>.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        Everything, Group, Papers, Members, Talks, Meetings, Topics, Accounts, Proposals, Deliveries, Notices, Texts, Live, Participation, Admission, Improving,
    };

    /// <summary>What stands in one topic: its lists, talks and meetings.</summary>
    /// <param name="topicId">The topic's database number, not its count.</param>
    public static string Topic(int topicId) => $"{TopicPrefix}{topicId}";

    /// <summary>How the tag of a topic begins.</summary>
    public const string TopicPrefix = "topic:";

    internal static HashSet<string> Of(IReadOnlyCollection<EntityEntry> changed)
    {
        var tags = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<int, int>? topicsOfTalks = null;
        Dictionary<int, int>? topicsOfMeetings = null;
        foreach (var entry in changed)
        {
            tags.Add(KindOf(entry.Entity));
            switch (entry.Entity)
            {
                case Talk or ReadingListEntry or Meeting or PlanRelease:
                    tags.Add(Topic(Number(entry, "TopicId")));
                    break;
                case TalkPresenter or TalkPaper or Material or Confirmation or Giving or Acceptance or Ending or TalkStep or PreparedPart:
                    // A part is saved with its talk at hand, and the talk knows its topic; if not, every topic's pages go.
                    topicsOfTalks ??= entry.Context.ChangeTracker.Entries<Talk>().ToDictionary(t => Number(t, "Id"), t => Number(t, "TopicId"));
                    tags.Add(topicsOfTalks.TryGetValue(Number(entry, "TalkId"), out var topic) ? Topic(topic) : Topics);
                    break;
                case MeetingMinutes or MinutesRevision:
                    topicsOfMeetings ??= entry.Context.ChangeTracker.Entries<Meeting>().ToDictionary(m => Number(m, "Id"), m => Number(m, "TopicId"));
                    tags.Add(topicsOfMeetings.TryGetValue(Number(entry, "MeetingId"), out var itsTopic) ? Topic(itsTopic) : Topics);
                    break;
                case Session or SpokenPart or PartTick or PartWord or Attendance or Question or QuestionVote or Standby:
                    tags.Add(LiveAt(Number(entry, "MeetingId"), PartOf(entry.Entity)));
                    break;
            }
        }

        return tags;
    }

    private static string KindOf(object entity) => entity switch
    {
        Talk or ReadingListEntry or TalkPresenter or TalkPaper or Material or StoredFile or Confirmation or Giving or Acceptance or Ending or TalkStep or PreparedPart or PlanRelease or ReleaseChange => Talks,
        Standby => Meetings,
        Meeting or MeetingMinutes or MinutesRevision => Meetings,
        Session or SpokenPart or PartTick or PartWord or Coming or Attendance or Question or QuestionVote => Live,
        TalkFeedback or FeedbackPart or LedgerEntry or ManualEntry or LedgerDispute or Excuse or TopicPolicy or Waiver or MeterWarning or Certificate or ClosingCase => Participation,
        Application or ApplicationStep or ApplicationMessage or PanelSeat or PanelQuestion or TieWord or Ballot or BallotOption or BallotVoter or BallotBox or Election or Candidacy => Admission,
        SuggestionEntity or SuggestionStep or SuggestionSupport or SuggestionComment or SuggestionEffect or Retrospective or RetrospectiveInvitee or RetrospectiveBox => Improving,
        TopicEntity or TopicTrack or SkippedDate or TopicClosing => Topics,
        Proposal or Wish or WaitingPlace or Handover or AwayDays or PlanDraft or Placement or DraftStep => Proposals,
        FileText => Texts,
        Paper or SurveyedWork => Papers,
        Delivery or PausedAddress or MailServer or Channel or InboxItem or NoticeTelling or MessageChoice or DigestChoice or MutedTrack => Deliveries,
        GroupNotice or NoticePerson or NoticeRevision => Notices,
        Member or FollowedTrack or EarlierFollow => Members,
        GroupEntity or CharterRevision or Track or OutlinePart => ChangeTags.Group,
        _ => Accounts,
    };

    // Who stands by has all of it read. Who says that they will come stands in no part of a room, and is not asked about here.
    private static LiveParts PartOf(object entity) => entity switch
    {
        Session or SpokenPart => LiveParts.Hour,
        Attendance => LiveParts.Here,
        Question or QuestionVote => LiveParts.Asked,
        PartTick or PartWord => LiveParts.Covered,
        _ => LiveParts.All,
    };

    private static int Number(EntityEntry entry, string property) => (int)entry.Property(property).CurrentValue!;
}
