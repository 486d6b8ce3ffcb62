using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Profiles;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Mail;
using Whalepaper.Notices.Preferences;
using Whalepaper.Notices.Reminders;
using Whalepaper.Papers;
using Whalepaper.Participation;
using Whalepaper.Participation.Certificates;
using Whalepaper.Participation.Closing;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Talks.Feedback;
using Whalepaper.Talks.Handovers;
using Whalepaper.Talks.Preparation;
using Whalepaper.Topics;
using Whalepaper.Topics.Board;
using Whalepaper.Topics.Proposals;
using Whalepaper.Tracks;

namespace Whalepaper.Data;

/// <summary>The group's data. Everybody asks for this type; which engine stands behind it is known in this folder alone.</summary>
public abstract partial class WhalepaperDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The one group; empty until it is founded or imported.</summary>
    public DbSet<Group> Groups => Set<Group>();

    /// <summary>The charter's text, as handed in each time.</summary>
    public DbSet<CharterRevision> CharterRevisions => Set<CharterRevision>();

    /// <summary>The directions of study.</summary>
    public DbSet<Track> Tracks => Set<Track>();

    /// <summary>The periods of sharing.</summary>
    public DbSet<Topic> Topics => Set<Topic>();

    /// <summary>Which track takes part in which topic.</summary>
    public DbSet<TopicTrack> TopicTracks => Set<TopicTrack>();

    /// <summary>Days without meetings.</summary>
    public DbSet<SkippedDate> SkippedDates => Set<SkippedDate>();

    /// <summary>What is on the reading lists.</summary>
    public DbSet<ReadingListEntry> Entries => Set<ReadingListEntry>();

    /// <summary>Papers that members proposed for reading lists.</summary>
    public DbSet<Proposal> Proposals => Set<Proposal>();

    /// <summary>Who wants to hear which paper of a list, or would present it.</summary>
    public DbSet<Wish> Wishes => Set<Wish>();

    /// <summary>The committee's unpublished plans, one a topic at most.</summary>
    public DbSet<PlanDraft> PlanDrafts => Set<PlanDraft>();

    /// <summary>Plans that were published.</summary>
    public DbSet<PlanRelease> PlanReleases => Set<PlanRelease>();

    /// <summary>What is read.</summary>
    public DbSet<Paper> Papers => Set<Paper>();

    /// <summary>What surveys go through.</summary>
    public DbSet<SurveyedWork> SurveyedWorks => Set<SurveyedWork>();

    /// <summary>What stands or stood on a reading list: the papers that everybody may see.</summary>
    public IQueryable<Paper> Shelf => Papers.Where(paper => paper.ListedAt != null);

    /// <summary>Who shares what.</summary>
    public DbSet<Talk> Talks => Set<Talk>();

    /// <summary>The presenters of talks.</summary>
    public DbSet<TalkPresenter> TalkPresenters => Set<TalkPresenter>();

    /// <summary>The papers of talks.</summary>
    public DbSet<TalkPaper> TalkPapers => Set<TalkPaper>();

    /// <summary>What lies beside talks.</summary>
    public DbSet<Material> Materials => Set<Material>();

    /// <summary>What happened to talks.</summary>
    public DbSet<TalkStep> TalkSteps => Set<TalkStep>();

    /// <summary>What presenters wrote for the parts of their talks.</summary>
    public DbSet<PreparedPart> PreparedParts => Set<PreparedPart>();

    /// <summary>Offers of talks, and of swaps of their dates.</summary>
    public DbSet<Handover> Handovers => Set<Handover>();

    /// <summary>Who steps in at which meeting.</summary>
    public DbSet<Standby> Standbys => Set<Standby>();

    /// <summary>Who waits for which paper that somebody else took.</summary>
    public DbSet<WaitingPlace> WaitingPlaces => Set<WaitingPlace>();

    /// <summary>Days on which members cannot share.</summary>
    public DbSet<AwayDays> AwayDays => Set<AwayDays>();

    /// <summary>The files among them.</summary>
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    /// <summary>What is said in the files that can be read.</summary>
    public DbSet<FileText> FileTexts => Set<FileText>();

    /// <summary>The parts each talk must cover.</summary>
    public DbSet<OutlinePart> OutlineParts => Set<OutlinePart>();

    /// <summary>The dated meetings.</summary>
    public DbSet<Meeting> Meetings => Set<Meeting>();

    /// <summary>The hours of meetings as they are held.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>Who spoke when about which part.</summary>
    public DbSet<SpokenPart> SpokenParts => Set<SpokenPart>();

    /// <summary>Listeners' marks at the parts of talks.</summary>
    public DbSet<PartTick> PartTicks => Set<PartTick>();

    /// <summary>The hosts' words about the parts of talks.</summary>
    public DbSet<PartWord> PartWords => Set<PartWord>();

    /// <summary>Who comes to which date, and who is excused.</summary>
    public DbSet<Coming> Comings => Set<Coming>();

    /// <summary>Who was at which meeting.</summary>
    public DbSet<Attendance> Attendances => Set<Attendance>();

    /// <summary>What is asked at meetings.</summary>
    public DbSet<Question> Questions => Set<Question>();

    /// <summary>Who wants which question of others answered too.</summary>
    public DbSet<QuestionVote> QuestionVotes => Set<QuestionVote>();

    /// <summary>The minutes of meetings.</summary>
    public DbSet<MeetingMinutes> Minutes => Set<MeetingMinutes>();

    /// <summary>All that minutes said.</summary>
    public DbSet<MinutesRevision> MinutesRevisions => Set<MinutesRevision>();

    /// <summary>What listeners tell presenters.</summary>
    public DbSet<TalkFeedback> Feedback => Set<TalkFeedback>();

    /// <summary>Every act of participation.</summary>
    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();

    /// <summary>The ends of topics, step by step.</summary>
    public DbSet<TopicClosing> TopicClosings => Set<TopicClosing>();

    /// <summary>Who was low in which closing, and what was decided.</summary>
    public DbSet<ClosingCase> ClosingCases => Set<ClosingCase>();

    /// <summary>What members can show to others of a topic in which they took part.</summary>
    public DbSet<Certificate> Certificates => Set<Certificate>();

    /// <summary>The people.</summary>
    public DbSet<Member> Members => Set<Member>();

    /// <summary>How members sign in.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>The browsers in which members are signed in.</summary>
    public DbSet<SignIn> SignIns => Set<SignIn>();

    /// <summary>What people filled in who want to join, until they prove their address.</summary>
    public DbSet<Joining> Joinings => Set<Joining>();

    /// <summary>Links that give a place in the group.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>Links by which one member signs in once.</summary>
    public DbSet<SignInLink> SignInLinks => Set<SignInLink>();

    /// <summary>Addresses that members want to sign in by, until they prove them.</summary>
    public DbSet<AddressChange> AddressChanges => Set<AddressChange>();

    /// <summary>Keys by which programs act in members' names.</summary>
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    /// <summary>Keys of members' own calendars.</summary>
    public DbSet<CalendarKey> CalendarKeys => Set<CalendarKey>();

    /// <summary>What members said of archive profiles.</summary>
    public DbSet<ProfileClaim> ProfileClaims => Set<ProfileClaim>();

    /// <summary>Profiles that turned out to be one person's.</summary>
    public DbSet<ProfileMerge> ProfileMerges => Set<ProfileMerge>();

    /// <summary>What is to be told to whom, on which way, and what became of it.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>When reminders were last worked out.</summary>
    public DbSet<ReminderClock> ReminderClocks => Set<ReminderClock>();

    /// <summary>Addresses that refuse what is sent there.</summary>
    public DbSet<PausedAddress> PausedAddresses => Set<PausedAddress>();

    /// <summary>The server that takes our mail, as the organizer set it on the page; at most one.</summary>
    public DbSet<MailServer> MailServers => Set<MailServer>();

    /// <summary>The group's chats.</summary>
    public DbSet<Channel> Channels => Set<Channel>();

    /// <summary>What lies in members' inboxes.</summary>
    public DbSet<InboxItem> InboxItems => Set<InboxItem>();

    /// <summary>What the committee tells the group, and its drafts.</summary>
    public DbSet<GroupNotice> Notices => Set<GroupNotice>();

    /// <summary>How far it is written down whom which notice is told.</summary>
    public DbSet<NoticeTelling> NoticeTellings => Set<NoticeTelling>();

    /// <summary>Who opened which notice.</summary>
    public DbSet<NoticeReading> NoticeReadings => Set<NoticeReading>();

    /// <summary>The committee's own words for notices that come again and again.</summary>
    public DbSet<NoticeTemplate> NoticeTemplates => Set<NoticeTemplate>();

    /// <summary>What members want to be told otherwise than usual.</summary>
    public DbSet<MessageChoice> MessageChoices => Set<MessageChoice>();

    /// <summary>Who wants a digest, and how often.</summary>
    public DbSet<DigestChoice> DigestChoices => Set<DigestChoice>();

    /// <summary>Tracks of which members want to hear nothing.</summary>
    public DbSet<MutedTrack> MutedTracks => Set<MutedTrack>();

    /// <summary>What was done that concerns others.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>What the organizer set.</summary>
    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>The keys that seal cookies and links: in the database, so that every copy of the program reads what another sealed.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The names of the migrations, oldest first. The framework would look through every type of the program for them, at every start.</summary>
    public abstract IReadOnlyList<string> Migrations { get; }

    /// <summary>What search finds things by; see <see cref="Data.SearchTable"/>.</summary>
    public abstract SearchTable SearchTable { get; }

    /// <summary>
    /// Makes whoever else wants to hold one of these members wait until the transaction that asks has ended; what is read after that is true. Where one
    /// transaction writes at a time, as in SQLite, there is nothing to do.
    /// </summary>
    /// <param name="ids">Their database numbers.</param>
    /// <param name="cancellation">Stops the work.</param>
    public virtual Task HoldMembersAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Lets this connection keep much of the data in memory, or little again. PostgreSQL keeps it for all of them.</summary>
    internal virtual Task KeepInMemoryAsync(bool much, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Of this failure alone the framework tells no interceptor; a transaction left open would swallow whatever is saved next.
            await ChangeRecorder.EndAsync(this);
            throw;
        }
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(WhalepaperDb).Assembly);
        modelBuilder.NameReadersOfChoices();
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantAsMilliseconds>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<DateAsNumber>();
        configurationBuilder.Properties<LocalTime>().HaveConversion<TimeAsMinutes>();
        configurationBuilder.KeepChoicesAsNumbers();
    }
}
