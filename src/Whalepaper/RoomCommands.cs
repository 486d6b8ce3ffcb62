using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Admission.Panels;
using Whalepaper.Charter;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Me;
using Whalepaper.Members.Profiles;
using Whalepaper.Members.Providers;
using Whalepaper.Notices;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Mail;
using Whalepaper.Notices.Preferences;
using Whalepaper.Notices.Reminders;
using Whalepaper.Participation;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Talks.Feedback;
using Whalepaper.Talks.Handovers;
using Whalepaper.Talks.Preparation;
using Whalepaper.Topics;
using Whalepaper.Topics.Board;
using Whalepaper.Topics.Proposals;

namespace Whalepaper;

/// <summary>What the rooms of the house let people and programs do.</summary>
internal static class RoomCommands
{
    public static void OpenAll(this CommandDoors doors)
    {
        doors.OpenHouse();
        doors.OpenTalks();
        doors.OpenMeetings();
        doors.OpenAdmission();
        doors.OpenImproving();
        doors.OpenParticipation();
    }

    private static void OpenHouse(this CommandDoors doors)
    {
        doors.MapSignIn();
        doors.MapJoin();
        doors.MapSetUp();
        doors.MapPasswords();
        doors.MapAddress();
        doors.MapPasskeys();
        doors.MapSecondFactor();
        doors.MapProvider();
        doors.MapSignIns();
        doors.MapInvitations();
        doors.MapStanding();
        doors.MapProfile();
        doors.MapKeys();
        doors.MapLeaving();
        doors.MapClaims();
        doors.MapMerges();
        doors.MapSettings();
        doors.MapTrackSettings();
        doors.MapOutlineSettings();
        doors.MapImport();
        doors.MapMail();
        doors.MapChannels();
        doors.MapChannelTrial();
        doors.MapOutbox();
        doors.MapNotices();
        doors.MapInbox();
        doors.MapPauses();
        doors.MapNotifications();
        doors.MapUnsubscribing();
    }

    private static void OpenTalks(this CommandDoors doors)
    {
        doors.MapProposals();
        doors.MapWishes();
        doors.MapListOrder();
        doors.MapBoard();
        doors.MapReleases();
        doors.MapClaiming();
        doors.MapWaiting();
        doors.MapConfirmations();
        doors.MapAnswers();
        doors.MapPresenters();
        doors.MapHandovers();
        doors.MapPreparation();
        doors.MapTalkLife();
        doors.MapMaterials();
        doors.MapUploads();
    }

    private static void OpenMeetings(this CommandDoors doors)
    {
        doors.MapHour();
        doors.MapAbsences();
        doors.MapAttending();
        doors.MapAsking();
        doors.MapAnswering();
        doors.MapCoverage();
        doors.MapFeedback();
        doors.MapComing();
        doors.MapMinutes();
    }

    private static void OpenAdmission(this CommandDoors doors)
    {
        doors.MapApplying();
        doors.MapApplications();
        doors.MapFeedbackPreview();
        doors.MapBallots();
        doors.MapVoting();
        doors.MapElections();
        doors.MapInvitationsToApply();
        doors.MapTies();
        doors.MapPanels();
        doors.MapTrials();
        doors.MapPanelQuestions();
    }

    private static void OpenImproving(this CommandDoors doors)
    {
        doors.MapSuggestions();
        doors.MapSuggestionDecisions();
        doors.MapRetrospectives();
    }
}
