CALL protect_by_organisation('note');
